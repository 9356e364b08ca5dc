package org.lsst.efd.connect.parquet.rows;

import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** A place in the rows of a shape: a leaf, or what holds leaves. Leaves of a node have consecutive numbers. Immutable. */
public sealed interface Node {
    /** Where it stands. */
    Place place();

    /** Number of its first leaf. */
    int firstLeaf();

    /** Number after its last leaf. */
    int endLeaf();

    /**
     * Appends what stands here in a row.
     *
     * @param rep repetition level: 0 for the first in its row
     * @throws DataException if it is null where it must not be, or does not fit; some columns may have taken it by then
     */
    void append(@Nullable Object value, int rep, LeafColumn[] columns);

    /** A null in this place. */
    default void appendNull(int rep, LeafColumn[] columns) {
        if (!place().isOptional()) {
            throw new DataException("field " + place().sourcePath() + " is null, but required");
        }
        appendMissing(rep, place().def() - 1, columns);
    }

    /** An entry without value in all leaves. */
    default void appendMissing(int rep, int def, LeafColumn[] columns) {
        for (int leaf = firstLeaf(); leaf < endLeaf(); leaf++) {
            columns[leaf].addMissing(rep, def);
        }
    }

    /**
     * A leaf.
     *
     * @param leaf its number
     * @param precision decimal digits of a {@link ScalarKind#DECIMAL}; 0 for others
     * @param scale digits after the point of a {@link ScalarKind#DECIMAL}
     * @param isJson whether the text is the JSON form of what the record holds
     */
    record Scalar(Place place, int leaf, ScalarKind kind, int precision, int scale, boolean isJson) implements Node {
        @Override
        public int firstLeaf() {
            return leaf;
        }

        @Override
        public int endLeaf() {
            return leaf + 1;
        }

        @Override
        public void append(@Nullable Object value, int rep, LeafColumn[] columns) {
            if (value == null) {
                appendNull(rep, columns);
                return;
            }
            try {
                Scalars.append(this, value, rep, columns[leaf]);
            } catch (ClassCastException wrongType) {
                throw new DataException(
                        "field " + place.sourcePath() + " holds a "
                                + value.getClass().getSimpleName() + " where its schema says " + kind,
                        wrongType);
            }
        }

        /** Bytes of a decimal of its precision. */
        public int width() {
            return Scalars.decimalWidth(precision);
        }
    }

    /**
     * A struct.
     *
     * @param fields of the source, as many as children
     */
    record Group(Place place, List<Field> fields, List<Node> children, StructReader reader) implements Node {
        public Group {
            fields = List.copyOf(fields);
            children = List.copyOf(children);
        }

        static Group of(Place place, List<Field> fields, List<Node> children) {
            return new Group(place, fields, children, new StructReader(fields, children));
        }

        @Override
        public int firstLeaf() {
            return children.get(0).firstLeaf();
        }

        @Override
        public int endLeaf() {
            return children.get(children.size() - 1).endLeaf();
        }

        @Override
        public void append(@Nullable Object value, int rep, LeafColumn[] columns) {
            if (value == null) {
                appendNull(rep, columns);
            } else {
                reader.append(value, place.sourcePath(), rep, columns);
            }
        }
    }

    /** A list; the place of its elements is one level deeper. */
    record Repeated(Place place, Node element) implements Node {
        @Override
        public int firstLeaf() {
            return element.firstLeaf();
        }

        @Override
        public int endLeaf() {
            return element.endLeaf();
        }

        @Override
        public void append(@Nullable Object value, int rep, LeafColumn[] columns) {
            if (value == null) {
                appendNull(rep, columns);
            } else if (value instanceof List<?> list) {
                if (list.isEmpty()) {
                    appendMissing(rep, place.def(), columns);
                    return;
                }
                int at = rep;
                for (int i = 0; i < list.size(); i++) {
                    element.append(list.get(i), at, columns);
                    at = place.rep() + 1;
                }
            } else {
                throw new DataException("field " + place.sourcePath() + " holds no list");
            }
        }
    }

    /** A map; keys are required. */
    record Entries(Place place, Scalar key, Node value) implements Node {
        @Override
        public int firstLeaf() {
            return key.leaf();
        }

        @Override
        public int endLeaf() {
            return value.endLeaf();
        }

        @Override
        public void append(@Nullable Object map, int rep, LeafColumn[] columns) {
            if (map == null) {
                appendNull(rep, columns);
            } else if (map instanceof java.util.Map<?, ?> entries) {
                if (entries.isEmpty()) {
                    appendMissing(rep, place.def(), columns);
                    return;
                }
                int at = rep;
                for (java.util.Map.Entry<?, ?> entry : entries.entrySet()) {
                    key.append(entry.getKey(), at, columns);
                    value.append(entry.getValue(), at, columns);
                    at = place.rep() + 1;
                }
            } else {
                throw new DataException("field " + place.sourcePath() + " holds no map");
            }
        }
    }
}
