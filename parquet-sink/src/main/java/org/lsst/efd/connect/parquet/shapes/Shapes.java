package org.lsst.efd.connect.parquet.shapes;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.fields.PlanCache;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.parquet.avro.AvroSchema;
import org.lsst.efd.connect.parquet.rows.Fingerprint;
import org.lsst.efd.connect.parquet.rows.RowShape;
import org.lsst.efd.connect.parquet.rows.ShapeRules;

/**
 * The shapes of records: one for all schemas of a topic that have the same fingerprint, so that versions of a schema that
 * differ in nothing but documentation share files. Not thread-safe.
 */
public final class Shapes {
    private static final int KEPT_SHAPES = 20_000;

    private final ShapeRules rules;
    private final Compatibility compatibility;
    private final PlanCache<RowShape> plain = new PlanCache<>(this::plainShape);
    private final PlanCache<String> fingerprints = new PlanCache<>((topic, schema) -> fingerprint(schema));
    private final PlanCache<Map<String, RowShape>> windowed = new PlanCache<>((topic, schema) -> new HashMap<>());
    private final Map<String, org.apache.avro.Schema> firstSchemas = new HashMap<>();
    private final Map<Known, RowShape> shapes = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Known, RowShape> eldest) {
            return size() > KEPT_SHAPES;
        }
    };

    /** Topic, schema and the fingerprint that its files get. */
    private record Known(String topic, String own, String source) {}

    /** No shape yet. */
    public Shapes(ShapeRules rules, Compatibility compatibility) {
        this.rules = rules;
        this.compatibility = compatibility;
    }

    /**
     * The shape of a record. A window's files are told apart by the schema of the records it was made of.
     *
     * @throws DataException if there is no schema, it cannot be stored, or breaks what later schemas must be
     */
    public RowShape shapeOf(OutgoingRecord record) {
        String topic = record.record().topic();
        Schema schema = record.record().valueSchema();
        if (record.window() == null) {
            return plain.planFor(topic, schema);
        }
        String source = fingerprints.planFor(topic, record.window().sourceSchema());
        return windowed.planFor(topic, schema).computeIfAbsent(source, s -> shape(topic, schema, s));
    }

    private RowShape plainShape(String topic, @Nullable Schema schema) {
        return shape(topic, schema, fingerprint(schema));
    }

    private static String fingerprint(@Nullable Schema schema) {
        if (schema == null) {
            throw new DataException("a record without schema cannot be written to a file");
        }
        return Fingerprint.of(schema);
    }

    private RowShape shape(String topic, @Nullable Schema schema, String source) {
        Known known = new Known(topic, fingerprint(schema), source);
        RowShape shape = shapes.get(known);
        if (shape == null) {
            shape = new RowShape(topic, schema, source, rules);
            check(topic, shape);
            shapes.put(known, shape);
        }
        return shape;
    }

    private void check(String topic, RowShape shape) {
        if (compatibility == Compatibility.NONE) {
            return;
        }
        org.apache.avro.Schema later = AvroSchema.of("record", shape.fields());
        org.apache.avro.Schema first = firstSchemas.putIfAbsent(topic, later);
        if (first != null && !compatibility.allows(first, later)) {
            throw new DataException("its schema is not " + compatibility
                    + " compatible with the first one of its topic, as schema.compatibility demands");
        }
    }
}
