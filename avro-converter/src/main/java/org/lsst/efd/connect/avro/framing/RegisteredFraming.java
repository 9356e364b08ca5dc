package org.lsst.efd.connect.avro.framing;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.avro.decode.DamagedBytesException;
import org.lsst.efd.connect.avro.decode.DecodePlan;
import org.lsst.efd.connect.avro.encode.AvroOutput;
import org.lsst.efd.connect.avro.encode.UnwritableValueException;
import org.lsst.efd.registry.Deleted;
import org.lsst.efd.registry.Outcome;
import org.lsst.efd.registry.PatientRegistry;
import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.SubjectVersion;
import org.lsst.efd.registry.WireFormat;

/** A zero byte, the id of the schema in the registry, then the value. */
public final class RegisteredFraming implements Framing {
    private static final byte[] PREFIX = new byte[WireFormat.PREFIX_BYTES];

    private final RegistryClient client;
    private final PatientRegistry registry;
    private final SubjectStrategy subjects;
    private final boolean isKey;
    private final DecodePlan.Compiler compiler;
    private final TopicCache<DecodePlans> plans;
    private final RegisteredEncoders encoders;
    private final AvroOutput out = new AvroOutput();

    /**
     * A framing.
     *
     * @param client closed with this framing
     * @param registry asks the client
     * @param cacheSize how many schemas are kept per topic
     */
    public RegisteredFraming(
            RegistryClient client,
            PatientRegistry registry,
            SubjectStrategy subjects,
            boolean isKey,
            DecodePlan.Compiler compiler,
            RegisteredEncoders encoders,
            int cacheSize) {
        this.client = client;
        this.registry = registry;
        this.subjects = subjects;
        this.isKey = isKey;
        this.compiler = compiler;
        this.encoders = encoders;
        this.plans = new TopicCache<>(topic -> new DecodePlans(cacheSize));
    }

    @Override
    public SchemaAndValue decode(String topic, byte[] message) {
        if (!WireFormat.isFramed(message)) {
            throw notFramed(topic, message);
        }
        int id = WireFormat.schemaId(message);
        DecodePlans ofTopic = plans.of(topic);
        DecodePlan plan = ofTopic.find(id);
        if (plan == null) {
            plan = compile(topic, id);
            ofTopic.add(id, plan);
        }
        try {
            return plan.decodeUnprefixed(message, WireFormat.PREFIX_BYTES, message.length);
        } catch (DamagedBytesException damage) {
            throw new DataException("topic " + topic + ", schema id " + id + ": " + damage.getMessage(), damage);
        }
    }

    private static DataException notFramed(String topic, byte[] message) {
        try {
            WireFormat.schemaId(message);
        } catch (IllegalArgumentException what) {
            return new DataException("topic " + topic + ": " + what.getMessage(), what);
        }
        throw new IllegalStateException("framed after all");
    }

    private DecodePlan compile(String topic, int id) {
        String context = "topic " + topic + ", schema id " + id;
        Schema avro = RegistryAnswers.require(registry.avroSchema(id), context);
        try {
            return compiler.compile(avro, version(context, topic, id, avro));
        } catch (DataException unmappable) {
            throw new DataException(context + ": " + unmappable.getMessage(), unmappable);
        }
    }

    /** The version of the schema in the subject; null where the subject does not hold it, as in a renamed topic. */
    private @Nullable Integer version(String context, String topic, int id, Schema avro) {
        if (subjects != SubjectStrategy.TOPIC && avro.getType() != Schema.Type.RECORD) {
            return null;
        }
        String subject = subjects.subject(topic, isKey, avro);
        var answer = registry.awaitAnswer(asked -> asked.versionsOf(id, Deleted.INCLUDED));
        if (answer instanceof Outcome.Absent || answer instanceof Outcome.Refused) {
            return null;
        }
        return RegistryAnswers.require(answer, context).stream()
                .filter(version -> version.subject().equals(subject))
                .map(SubjectVersion::version)
                .max(Integer::compare)
                .orElse(null);
    }

    @Override
    public byte[] encode(String topic, org.apache.kafka.connect.data.@Nullable Schema schema, Object value) {
        RegisteredEncoder encoder = encoders.of(topic, schema);
        out.reset();
        out.writeRaw(PREFIX);
        try {
            encoder.plan().encodeUnprefixed(value, out);
        } catch (UnwritableValueException unwritable) {
            throw new DataException(
                    "topic " + topic + ", schema id " + encoder.id() + ": " + unwritable.getMessage(), unwritable);
        }
        WireFormat.writePrefix(out.array(), encoder.id());
        return out.toByteArray();
    }

    @Override
    public void close() {
        client.close();
    }

    /** Decoding plans of one topic by schema id: few, and nearly always the last one again. */
    private static final class DecodePlans {
        private final Map<Integer, DecodePlan> byId;
        private int lastId = -1;
        private @Nullable DecodePlan last;

        DecodePlans(int size) {
            byId = new LruMap<>(size);
        }

        @Nullable
        DecodePlan find(int id) {
            if (last != null && id == lastId) {
                return last;
            }
            DecodePlan plan = byId.get(id);
            if (plan != null) {
                lastId = id;
                last = plan;
            }
            return plan;
        }

        void add(int id, DecodePlan plan) {
            byId.put(id, plan);
            lastId = id;
            last = plan;
        }
    }
}
