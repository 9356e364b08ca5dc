package org.lsst.efd.connect.oracle.table;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comment of a table of ours: whose it is, and which arrays are kept whole in it.
 *
 * @param topic the topic that it is made for; {@code *} where several may share it
 * @param wholeArrays dotted paths of the arrays that are too long to be columns
 */
public record TableMark(String topic, String connector, Set<String> wholeArrays) {
    /** Stands for any topic. */
    public static final String ANY = "*";

    private static final Pattern FORM =
            Pattern.compile("efd-connect: topic=(\\S+) connector=(\\S+)(?: whole=(\\S+))?.*", Pattern.DOTALL);

    public TableMark {
        wholeArrays = Set.copyOf(wholeArrays);
    }

    /** Reads a comment; empty if it is not one of ours. */
    public static Optional<TableMark> parse(String comment) {
        Matcher matcher = FORM.matcher(comment);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String whole = matcher.group(3);
        return Optional.of(new TableMark(
                matcher.group(1),
                matcher.group(2),
                whole == null ? Set.of() : Set.copyOf(List.of(whole.split(",", -1)))));
    }

    /** Whether records of the other's topic may be in the table. */
    public boolean agreesWith(TableMark other) {
        return topic.equals(other.topic) || topic.equals(ANY) || other.topic.equals(ANY);
    }

    /** The text of the comment. */
    @Override
    public String toString() {
        String plain = "efd-connect: topic=" + word(topic) + " connector=" + word(connector);
        return wholeArrays.isEmpty() ? plain : plain + " whole=" + String.join(",", new TreeSet<>(wholeArrays));
    }

    private static String word(String text) {
        return text.isEmpty() ? "-" : text.replaceAll("\\s", "_");
    }
}
