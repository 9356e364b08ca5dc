package org.lsst.efd.connect.manager.files;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value as it is written in a file, with the line it begins on; the same for JSON and YAML. */
sealed interface Written {
    /** The line, from 1. */
    int line();

    /** A scalar: its text exactly as written, quotes and escapes resolved. */
    record Text(String value, int line) implements Written {}

    /** Null. */
    record Nothing(int line) implements Written {}

    /** A list. */
    record Items(List<Written> items, int line) implements Written {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** A mapping, in the order of the file. */
    record Mapping(Map<String, Written> entries, int line) implements Written {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }
}
