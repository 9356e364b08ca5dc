package org.lsst.efd.connect.avro.schema;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The fields that are decoded, as a tree of names. Arrays, maps, nullable unions and branches add no level of their
 * own: {@code prv_candidates.magpsf} is the field {@code magpsf} of each record in the array {@code prv_candidates}.
 * Immutable.
 */
public final class Projection {
    /** Every field. */
    public static final Projection ALL = new Projection(Map.of());

    private final Map<String, Projection> children;

    private Projection(Map<String, Projection> children) {
        this.children = children;
    }

    /** The projection to these dotted paths; to all fields if there are none. A path takes all below it. */
    public static Projection of(Collection<String> paths) {
        Set<String> minimal = new TreeSet<>();
        for (String path : paths) {
            boolean isCovered = paths.stream().anyMatch(other -> path.startsWith(other + "."));
            if (!isCovered) {
                minimal.add(path);
            }
        }
        return ofMinimal(minimal);
    }

    private static Projection ofMinimal(Collection<String> paths) {
        Map<String, Set<String>> below = new TreeMap<>();
        for (String path : paths) {
            int dot = path.indexOf('.');
            Set<String> rest = below.computeIfAbsent(dot < 0 ? path : path.substring(0, dot), name -> new TreeSet<>());
            if (dot >= 0) {
                rest.add(path.substring(dot + 1));
            }
        }
        Map<String, Projection> children = new TreeMap<>();
        below.forEach((name, rest) -> children.put(name, rest.isEmpty() ? ALL : ofMinimal(rest)));
        return children.isEmpty() ? ALL : new Projection(Map.copyOf(children));
    }

    /** Whether every field is decoded. */
    public boolean isAll() {
        return children.isEmpty();
    }

    /** Whether a field of this name is decoded. */
    public boolean includes(String field) {
        return isAll() || children.containsKey(field);
    }

    /** What is decoded below a field that is included. */
    public Projection below(String field) {
        return children.getOrDefault(field, ALL);
    }

    /** The names of the fields at this level; none where every field is decoded. */
    Set<String> names() {
        return children.keySet();
    }
}
