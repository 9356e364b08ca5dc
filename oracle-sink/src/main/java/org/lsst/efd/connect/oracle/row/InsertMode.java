package org.lsst.efd.connect.oracle.row;

/** How rows are written. */
public enum InsertMode {
    INSERT(RowOp.INSERT),
    UPSERT(RowOp.UPSERT),
    UPDATE(RowOp.UPDATE);

    private final RowOp op;

    InsertMode(RowOp op) {
        this.op = op;
    }

    RowOp op() {
        return op;
    }
}
