package org.lsst.efd.connect.oracle.schema;

import org.lsst.efd.connect.oracle.names.Identifiers;

/** Names that are made from that of a table. */
final class PartNames {
    private PartNames() {}

    /** The name of a part of a table that is split: the first is the table itself, then {@code T__2}, {@code T__3}. */
    static String of(String table, int number, Identifiers identifiers) {
        return number == 1 ? table : with(table, "__" + number, identifiers);
    }

    /** The name of its primary key. */
    static String key(String table, Identifiers identifiers) {
        return with(table, identifiers.of("PK").equals("pk") ? "_pk" : "_PK", identifiers);
    }

    /** The name of its partition that begins at this day. */
    static String partition(String table, java.time.LocalDate start, Identifiers identifiers) {
        return with(table, "_p" + start.toString().replace("-", ""), identifiers);
    }

    private static String with(String table, String suffix, Identifiers identifiers) {
        Identifiers keeping = new Identifiers(Identifiers.Folding.KEEP, identifiers.maxLength());
        return keeping.of(table, suffix.length()) + suffix;
    }
}
