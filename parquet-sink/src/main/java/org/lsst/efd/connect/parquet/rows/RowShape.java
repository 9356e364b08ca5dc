package org.lsst.efd.connect.parquet.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.flatten.FlatPlan;
import org.lsst.efd.connect.common.flatten.Handling;
import org.lsst.efd.connect.common.flatten.Leaf;

/**
 * What the records of one schema become: named columns and how they are filled.
 *
 * <p>Where arrays are flattened it grows with the longest array seen. Not thread-safe then; {@link #fields} is a copy.
 */
public final class RowShape {
    private final String recordName;
    private final String fingerprint;
    private final ShapeRules rules;
    private final NodeCompiler compiler;
    private final @Nullable Node root;
    private final @Nullable StructReader reader;
    private final @Nullable FlatPlan<Node> plan;
    private final List<Node> data = new ArrayList<>();
    private final List<Node> extras = new ArrayList<>();

    /**
     * Compiles a schema.
     *
     * @param source of the records; null for data without schema
     * @param fingerprint that the files get
     * @throws DataException if there is no schema, or it cannot be stored
     */
    public RowShape(String topic, @Nullable Schema source, String fingerprint, ShapeRules rules) {
        if (source == null) {
            throw new DataException("a record without schema cannot be written to a file");
        }
        this.recordName = source.name() == null ? topic : source.name();
        this.fingerprint = fingerprint;
        this.rules = rules;
        this.compiler = NodeCompiler.of(rules);
        ColumnName names = new ColumnName();
        boolean isStruct = source.type() == Schema.Type.STRUCT;
        if (rules.isFlat() && isStruct) {
            this.root = null;
            this.reader = null;
            addExtras(names);
            this.plan = flatPlan(topic, source);
            return;
        }
        this.plan = null;
        if (isStruct) {
            List<Field> taken = new ArrayList<>();
            data.addAll(compiler.fields(NodeCompiler.ROOT, source, taken, names));
            this.root = null;
            this.reader = new StructReader(taken, data);
        } else {
            Place place = Place.inside(NodeCompiler.ROOT, names.claim("value"), "value", source, source.isOptional());
            this.root = compiler.node(place, source);
            this.reader = null;
            if (root != null) {
                data.add(root);
            }
        }
        addExtras(names);
        if (data.isEmpty() && extras.isEmpty()) {
            throw new DataException("no field of the record is selected");
        }
    }

    private void addExtras(ColumnName names) {
        for (ExtraColumn extra : rules.extras()) {
            boolean isOptional = extra.schema().isOptional();
            String name = names.claim(extra.name());
            Place place = Place.inside(NodeCompiler.ROOT, name, extra.name(), extra.schema(), isOptional);
            extras.add(compiler.whole(place, extra.schema()));
        }
    }

    private FlatPlan<Node> flatPlan(String topic, Schema source) {
        List<String> taken = extras.stream().map(node -> node.place().name()).toList();
        Handling arrays =
                switch (rules.arrays()) {
                    case FLATTEN -> Handling.FLATTEN;
                    case LIST, JSON -> Handling.WHOLE;
                    case SKIP -> Handling.SKIP;
                };
        return rules.flattener()
                .withArrays(arrays)
                .withMaps(Handling.WHOLE)
                .renaming(name -> {
                    String allowed = ColumnName.allowed(name);
                    return taken.contains(allowed) ? allowed + "_2" : allowed;
                })
                .plan(topic, source, leaf -> flatColumn(leaf, source));
    }

    private Node flatColumn(Leaf leaf, Schema source) {
        boolean isRequired = leaf.index() < 0 && isRequired(source, leaf.sourcePath());
        Place place = Place.inside(NodeCompiler.ROOT, leaf.name(), leaf.path(), leaf.source(), !isRequired);
        Node node = compiler.whole(place, leaf.schema());
        data.add(node);
        return node;
    }

    /** Whether a leaf and all structs around it are required; a path that cannot be followed is not. */
    private static boolean isRequired(Schema source, String path) {
        Schema here = source;
        for (String name : path.split("\\.", -1)) {
            Field field = here.type() == Schema.Type.STRUCT ? here.field(name) : null;
            if (field == null || field.schema().isOptional()) {
                return false;
            }
            here = field.schema();
        }
        return true;
    }

    /**
     * Appends a row. All or nothing: where it fails, the buffer is as it was.
     *
     * @throws DataException if the value does not fit the schema, a required field is null, or a name collides
     */
    public void append(RowSource source, RowBuffer buffer) {
        boolean isDone = false;
        try {
            Object value = source.record().record().value();
            if (plan != null) {
                buffer.fillFlat(plan, value, this);
            } else if (reader != null) {
                reader.append(Objects.requireNonNull(value), "", 0, buffer.columns());
            } else if (root != null) {
                root.append(value, 0, buffer.columns());
            }
            for (int i = 0; i < extras.size(); i++) {
                extras.get(i).append(rules.extras().get(i).value().apply(source), 0, buffer.columns());
            }
            if (plan != null) {
                buffer.completeRow(this);
            }
            buffer.rowDone();
            isDone = true;
        } finally {
            if (!isDone) {
                buffer.rollBack();
            }
        }
    }

    /** Whether columns may still be added, so that a file must hold one row group only. */
    public boolean mayGrow() {
        return plan != null && rules.arrays() == ArrayHandling.FLATTEN;
    }

    /** An empty buffer for such rows. */
    public RowBuffer newBuffer() {
        return new RowBuffer(this);
    }

    /** The columns in order, those of the record first. */
    public List<Node> fields() {
        List<Node> all = new ArrayList<>(data);
        all.addAll(extras);
        return all;
    }

    /** All leaves by number. */
    List<Node.Scalar> leaves() {
        return compiler.leaves();
    }

    /** The nodes of the record's own columns. */
    List<Node> data() {
        return data;
    }

    /** Name of the source record. */
    public String recordName() {
        return recordName;
    }

    /** What tells its files from those of other schemas of the topic. */
    public String fingerprint() {
        return fingerprint;
    }
}
