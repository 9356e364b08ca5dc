package org.lsst.efd.connect.common.flatten;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** A place that holds a map: a table of entries that grows with every key seen. */
final class MapNode<C> implements Node<C> {
    private final String path;
    private final Function<String, Node<C>> compiler;
    private final Map<Object, Node<C>> entries = new HashMap<>();

    /** Compiles entries as their keys are seen, by the text of the key. */
    MapNode(String path, Function<String, Node<C>> compiler) {
        this.path = path;
        this.compiler = compiler;
    }

    @Override
    public void write(@Nullable Object value, Leaves<C> leaves) {
        if (value == null) {
            return;
        }
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
            nodeFor(entry.getKey()).write(entry.getValue(), leaves);
        }
    }

    private Node<C> nodeFor(@Nullable Object key) {
        Node<C> known = entries.get(key);
        if (known != null) {
            return known;
        }
        if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
            throw new DataException("map " + (path.isEmpty() ? "at the root" : path)
                    + " has a key that is neither text, number nor boolean");
        }
        Node<C> compiled = compiler.apply(key.toString());
        entries.put(key, compiled);
        return compiled;
    }
}
