package org.lsst.efd.connect.replication.copy;

import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.replication.schema.IdAnswer;
import org.lsst.efd.connect.replication.schema.IdQuestion;
import org.lsst.efd.connect.replication.schema.SchemaIds;
import org.lsst.efd.registry.WireFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schema ids in the keys, or in the values, of one partition. It remembers the last one, since one schema is followed
 * by itself nearly always. Not thread-safe.
 */
final class IdTranslation {
    private static final Logger LOG = LoggerFactory.getLogger(IdTranslation.class);
    private static final int GUID_HEADER_BYTES = 17;
    private static final byte GUID_MAGIC = 1;

    private final SchemaIds ids;
    private final CopyRules rules;
    private final String topic;
    private final String targetTopic;
    private final boolean isKey;
    private final String guidHeader;
    private final Set<String> guidsMet;
    private boolean hasMetGuid;
    private boolean hasLast;
    private int lastSource;
    private int lastTarget;

    /** @param guidsMet what was told of topics whose schemas are named by GUIDs; shared by all partitions */
    IdTranslation(
            SchemaIds ids, CopyRules rules, String topic, String targetTopic, boolean isKey, Set<String> guidsMet) {
        this.ids = ids;
        this.rules = rules;
        this.topic = topic;
        this.targetTopic = targetTopic;
        this.isKey = isKey;
        this.guidsMet = guidsMet;
        this.guidHeader = isKey ? "__key_schema_id" : "__value_schema_id";
    }

    /** What of a message is to be done. */
    enum Verdict {
        /** Nothing: it has no id, or goes as it is. */
        KEEP,
        /** {@link #translate}. */
        TRANSLATE,
        /** The record is left out. */
        SKIP,
        /** {@link #obstacle} says what is in the way. */
        HOLD
    }

    Verdict verdictOn(byte @Nullable [] message, Headers headers, long nowMs) {
        if (message == null || hasGuid(headers)) {
            return Verdict.KEEP;
        }
        if (!WireFormat.isFramed(message)) {
            return rules.failsUnframed() ? Verdict.HOLD : Verdict.KEEP;
        }
        int id = WireFormat.schemaId(message);
        if (hasLast && id == lastSource) {
            return Verdict.TRANSLATE;
        }
        IdAnswer answer = ids.answerTo(question(id));
        if (answer instanceof IdAnswer.Known known) {
            hasLast = true;
            lastSource = id;
            lastTarget = known.id();
            return Verdict.TRANSLATE;
        }
        return answer instanceof IdAnswer.Unknown unknown && isOverdue(unknown, nowMs) ? overdue() : Verdict.HOLD;
    }

    /**
     * Whether a header names the schema, by a GUID that registries make of the schema itself: then the message has no id. One
     * byte, 1, and 16 of the GUID (Confluent's wire format for ids in headers).
     */
    private boolean hasGuid(Headers headers) {
        Header guid = headers.lastHeader(guidHeader);
        if (guid == null
                || guid.value() == null
                || guid.value().length < GUID_HEADER_BYTES
                || guid.value()[0] != GUID_MAGIC) {
            return false;
        }
        if (!hasMetGuid) {
            hasMetGuid = true;
            String what = "topic " + topic + ": a " + side() + " names its schema in the header " + guidHeader;
            if (guidsMet.add(what)) {
                LOG.warn("{}; such records are copied as they are, their schemas are not", what);
            }
        }
        return true;
    }

    private boolean isOverdue(IdAnswer.Unknown unknown, long nowMs) {
        return nowMs - unknown.sinceMs() >= rules.unknownTimeout().toMillis();
    }

    private Verdict overdue() {
        return switch (rules.unknownSchemas()) {
            case WAIT -> Verdict.HOLD;
            case PASS -> Verdict.KEEP;
            case SKIP -> Verdict.SKIP;
        };
    }

    /** What holds a message on which the verdict was {@code HOLD}. */
    Obstacle obstacle(byte[] message) {
        if (!WireFormat.isFramed(message)) {
            return new Obstacle.Fail(
                    FailKind.UNFRAMED,
                    "a " + side() + " has no schema id; set schema.unframed=pass to copy it all the same");
        }
        int id = WireFormat.schemaId(message);
        IdAnswer answer = ids.answerTo(question(id));
        String what = "schema " + id + " of a " + side() + ": ";
        if (answer instanceof IdAnswer.Unknown unknown) {
            return new Obstacle.Wait(WaitKind.SCHEMA_UNKNOWN, what + unknown.reason());
        } else if (answer instanceof IdAnswer.Unavailable away) {
            return new Obstacle.Wait(WaitKind.REGISTRY, what + away.reason());
        } else if (answer instanceof IdAnswer.Conflict conflict) {
            return new Obstacle.Wait(WaitKind.SCHEMA_CONFLICT, what + conflict.reason());
        }
        return new Obstacle.Asking();
    }

    /**
     * Puts the target's id into a message on which the verdict was {@code TRANSLATE}; all other bytes stay.
     *
     * @return whether it is another
     */
    boolean translate(byte[] message) {
        if (lastTarget == lastSource) {
            return false;
        }
        WireFormat.replaceSchemaId(message, lastTarget);
        return true;
    }

    private IdQuestion question(int id) {
        return new IdQuestion(topic, targetTopic, isKey, id);
    }

    private String side() {
        return isKey ? "key" : "value";
    }
}
