package org.lsst.efd.connect.common.flatten;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** A place without schema: what stands there is told by its class, record by record. */
final class DynamicNode<C> implements Node<C> {
    /** What a value is, as far as its class tells. */
    enum Shape {
        ARRAY,
        MAP
    }

    private final String path;
    private final Function<Object, Node<C>> compiler;
    private final Map<Object, Node<C>> nodes = new HashMap<>();

    /** Compiles a node for each {@link Shape} and {@link LeafKind} that occurs. */
    DynamicNode(String path, Function<Object, Node<C>> compiler) {
        this.path = path;
        this.compiler = compiler;
    }

    @Override
    public void write(@Nullable Object value, Leaves<C> leaves) {
        if (value == null) {
            return;
        }
        Object shape = value instanceof Map<?, ?> ? Shape.MAP : value instanceof List<?> ? Shape.ARRAY : kindOf(value);
        Node<C> node = nodes.get(shape);
        if (node == null) {
            node = compiler.apply(shape);
            nodes.put(shape, node);
        }
        node.write(value, leaves);
    }

    private LeafKind kindOf(Object value) {
        LeafKind kind = LeafKind.of(value);
        if (kind == null) {
            throw new DataException(
                    "field " + path + " is of the class " + value.getClass().getName() + ", which has no column type");
        }
        return kind;
    }
}
