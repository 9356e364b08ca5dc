package org.lsst.efd.connect.common.fields;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which fields are taken: the included ones (all, where none is named) but for the excluded ones.
 *
 * <p>Patterns are matched against the dotted source path before flattening, without array indexes. A pattern that
 * matches a struct, map or array covers all that is in it.
 *
 * @param include patterns of the fields to take; empty for all
 * @param exclude patterns of the fields to leave out
 */
public record FieldSelection(List<Glob> include, List<Glob> exclude) {
    public FieldSelection {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** Every field. */
    public static FieldSelection all() {
        return new FieldSelection(List.of(), List.of());
    }

    /** Whether the leaf at this dotted path is taken. */
    public boolean takes(String sourcePath) {
        return (include.isEmpty() || covers(include, sourcePath)) && !covers(exclude, sourcePath);
    }

    private static boolean covers(List<Glob> patterns, String sourcePath) {
        return !patterns.isEmpty()
                && Stream.iterate(sourcePath, path -> !path.isEmpty(), FieldSelection::parent)
                        .anyMatch(path -> patterns.stream().anyMatch(pattern -> pattern.matches(path)));
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }
}
