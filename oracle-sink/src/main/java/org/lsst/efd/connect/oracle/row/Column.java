package org.lsst.efd.connect.oracle.row;

import org.lsst.efd.connect.oracle.table.ColumnType;

/** A column of a table as far as it is known here. Its index never changes, its type may become wider. Task thread only. */
final class Column {
    private final String name;
    private final int index;
    private final int objectIndex;
    private final boolean isKey;
    private final String comment;
    private ColumnType type;

    Column(String name, int index, int objectIndex, ColumnType type, boolean isKey, String comment) {
        this.name = name;
        this.index = index;
        this.objectIndex = objectIndex;
        this.type = type;
        this.isKey = isKey;
        this.comment = comment;
    }

    String name() {
        return name;
    }

    int index() {
        return index;
    }

    int objectIndex() {
        return objectIndex;
    }

    boolean isKey() {
        return isKey;
    }

    String comment() {
        return comment;
    }

    ColumnType type() {
        return type;
    }

    void widen(ColumnType wider) {
        type = wider;
    }
}
