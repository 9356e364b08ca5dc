package org.lsst.efd.connect.parquet.rows;

import java.util.HashSet;
import java.util.Set;

/** Names of columns: what Parquet and Avro both allow, {@code [A-Za-z_][A-Za-z0-9_]*}, unique beside their siblings. */
final class ColumnName {
    private final Set<String> claimed = new HashSet<>();

    /** The name for a source name: other characters become {@code _}, and a name that is taken gets {@code _2}, … */
    String claim(String sourceName) {
        String name = allowed(sourceName);
        String unique = name;
        for (int n = 2; !claimed.add(unique); n++) {
            unique = name + "_" + n;
        }
        return unique;
    }

    /** The same without the rule of siblings. */
    static String allowed(String sourceName) {
        StringBuilder name = new StringBuilder(sourceName.length());
        for (int i = 0; i < sourceName.length(); i++) {
            char c = sourceName.charAt(i);
            boolean isLetter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
            boolean isDigit = c >= '0' && c <= '9';
            if (i == 0 && isDigit) {
                name.append('_');
            }
            name.append(isLetter || isDigit ? c : '_');
        }
        return name.isEmpty() ? "_" : name.toString();
    }
}
