package org.lsst.efd.connect.replication.copy;

import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.replication.schema.IdAnswer;
import org.lsst.efd.connect.replication.schema.IdQuestion;
import org.lsst.efd.connect.replication.schema.SchemaIds;
import org.lsst.efd.registry.WireFormat;

/**
 * The schema ids in the keys, or in the values, of one partition. It remembers the last one, since one schema is followed
 * by itself nearly always. Not thread-safe.
 */
final class IdTranslation {
    private final SchemaIds ids;
    private final CopyRules rules;
    private final String topic;
    private final String targetTopic;
    private final boolean isKey;
    private boolean hasLast;
    private int lastSource;
    private int lastTarget;

    IdTranslation(SchemaIds ids, CopyRules rules, String topic, String targetTopic, boolean isKey) {
        this.ids = ids;
        this.rules = rules;
        this.topic = topic;
        this.targetTopic = targetTopic;
        this.isKey = isKey;
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

    Verdict verdictOn(byte @Nullable [] message, long nowMs) {
        if (message == null) {
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

    /** Puts the target's id into a message on which the verdict was {@code TRANSLATE}; all other bytes stay. */
    void translate(byte[] message) {
        if (lastTarget != lastSource) {
            WireFormat.replaceSchemaId(message, lastTarget);
        }
    }

    private IdQuestion question(int id) {
        return new IdQuestion(topic, targetTopic, isKey, id);
    }

    private String side() {
        return isKey ? "key" : "value";
    }
}
