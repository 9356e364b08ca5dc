package org.lsst.efd.connect.common.flatten;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides, from the schema alone, what stands between the names of its arrays and an index.
 *
 * <p>Where an array's name equals another array's name plus digits, their elements could share names ({@code a1} of
 * {@code a} and {@code a10} of {@code a1}): the array with the longer name uses {@value #FALLBACK} before its index.
 * Where a plain field's name equals an array's name, its delimiter and digits, the array itself does. Lengths of arrays
 * vary, so they do not count.
 */
final class ArrayNames {
    static final String FALLBACK = "_";

    private final String delimiter;
    private final Map<String, String> rivals;

    private ArrayNames(String delimiter, Map<String, String> rivals) {
        this.delimiter = delimiter;
        this.rivals = rivals;
    }

    /** Arrays of data without schema. */
    static ArrayNames undecided(String delimiter) {
        return new ArrayNames(delimiter, Map.of());
    }

    static ArrayNames of(Set<String> arrays, Set<String> plainFields, String delimiter) {
        Map<String, String> rivals = new LinkedHashMap<>();
        if (delimiter.isEmpty()) {
            for (String array : arrays) {
                prefixBeforeDigits(array, arrays, "").ifPresent(shorter -> rivals.put(array, shorter));
            }
        }
        if (!delimiter.equals(FALLBACK)) {
            for (String field : plainFields) {
                prefixBeforeDigits(field, arrays, delimiter).ifPresent(array -> rivals.putIfAbsent(array, field));
            }
        }
        return new ArrayNames(delimiter, rivals);
    }

    /** The array whose name, with the delimiter and one or more digits after it, is this name. */
    private static Optional<String> prefixBeforeDigits(String name, Set<String> arrays, String delimiter) {
        for (int end = name.length() - 1; end > 0 && isDigit(name.charAt(end)); end--) {
            String prefix = name.substring(0, end);
            if (prefix.endsWith(delimiter)) {
                String array = prefix.substring(0, prefix.length() - delimiter.length());
                if (arrays.contains(array)) {
                    return Optional.of(array);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** What stands between the name of this array and an index. */
    String delimiterOf(String array) {
        return rivals.containsKey(array) ? FALLBACK : delimiter;
    }

    /** The arrays that use the fallback, each with the field that makes them. */
    Map<String, String> rivals() {
        return rivals;
    }
}
