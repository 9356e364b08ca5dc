package org.lsst.efd.connect.common.fields;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What was compiled for each topic and schema, found again by the identity of the schema object.
 *
 * <p>A schema object that is new but equal to a known one finds the plan of that one. Bounded: the least recently used
 * topics, and within a topic all but the last {@value #SCHEMAS_PER_TOPIC} schemas, are compiled again when they return.
 * Not thread-safe.
 *
 * @param <P> the plan
 */
public final class PlanCache<P> {
    static final int SCHEMAS_PER_TOPIC = 16;
    private static final int TOPICS_MAX = 10_000;

    private final BiFunction<String, @Nullable Schema, P> compiler;
    private final Map<String, PlansOfTopic<P>> topics = new LeastRecentlyUsed<>();

    /**
     * An empty cache.
     *
     * @param compiler makes the plan for a topic and a schema, which is null for data without schema
     */
    public PlanCache(BiFunction<String, @Nullable Schema, P> compiler) {
        this.compiler = compiler;
    }

    /** The plan for a topic and a schema; what the compiler throws passes through and is not remembered. */
    public P planFor(String topic, @Nullable Schema schema) {
        PlansOfTopic<P> plans = topics.get(topic);
        if (plans == null) {
            plans = new PlansOfTopic<>();
            topics.put(topic, plans);
        }
        P known = plans.find(schema);
        if (known != null) {
            return known;
        }
        P compiled = compiler.apply(topic, schema);
        plans.remember(schema, compiled);
        return compiled;
    }

    private static final class LeastRecentlyUsed<P> extends LinkedHashMap<String, PlansOfTopic<P>> {
        LeastRecentlyUsed() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PlansOfTopic<P>> eldest) {
            return size() > TOPICS_MAX;
        }
    }

    /** The plans of one topic; few, so a scan beats a map. */
    private static final class PlansOfTopic<P> {
        private final @Nullable Schema[] schemas = new @Nullable Schema[SCHEMAS_PER_TOPIC];
        private final @Nullable Object[] plans = new @Nullable Object[SCHEMAS_PER_TOPIC];
        private int count;
        private int oldest;

        @Nullable
        P find(@Nullable Schema schema) {
            for (int i = 0; i < count; i++) {
                if (schemas[i] == schema) {
                    return plan(i);
                }
            }
            for (int i = 0; i < count && schema != null; i++) {
                if (schema.equals(schemas[i])) {
                    P known = plan(i);
                    schemas[i] = schema;
                    return known;
                }
            }
            return null;
        }

        void remember(@Nullable Schema schema, P plan) {
            int slot = count < SCHEMAS_PER_TOPIC ? count++ : oldest;
            oldest = (slot + 1) % SCHEMAS_PER_TOPIC;
            schemas[slot] = schema;
            plans[slot] = plan;
        }

        @SuppressWarnings("unchecked") // only plans of this type are stored
        private @Nullable P plan(int slot) {
            return (P) plans[slot];
        }
    }
}
