package org.lsst.efd.connect.oracle.row;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.oracle.dialect.CatalogColumn;
import org.lsst.efd.connect.oracle.dialect.DmlTarget;
import org.lsst.efd.connect.oracle.offsets.Opening;
import org.lsst.efd.connect.oracle.schema.Layout;
import org.lsst.efd.connect.oracle.table.ColumnSpec;
import org.lsst.efd.connect.oracle.table.ColumnType;
import org.lsst.efd.connect.oracle.table.PartitionInterval;
import org.lsst.efd.connect.oracle.table.TableMark;
import org.lsst.efd.connect.oracle.table.TableName;
import org.lsst.efd.connect.oracle.table.TablePolicy;
import org.lsst.efd.connect.oracle.table.TableSpec;
import org.lsst.efd.connect.oracle.table.ValueKind;

/** Rows of a table with a key and a value, both integers. */
public final class TestRows {
    private static final ColumnType LONG = ColumnType.of(ValueKind.INT64);
    private static final Column KEY = new Column("k", 0, -1, LONG, true, "");
    private static final Column VALUE = new Column("v", 1, -1, LONG, false, "");

    private TestRows() {}

    public static Row row(RowOp op, long key, long value) {
        TopicPartition partition = new TopicPartition("t", 0);
        OutgoingRecord record =
                OutgoingRecord.passing(new SinkRecord("t", 0, null, null, null, null, value), partition);
        Row row = new Row(record, new Opening(partition), op, 2, 0);
        row.setNumber(KEY, key);
        row.setNumber(VALUE, value);
        return row;
    }

    public static Layout layout() {
        List<ColumnSpec> columns = List.of(new ColumnSpec("k", LONG, true, ""), new ColumnSpec("v", LONG, false, ""));
        TableName name = new TableName(Optional.empty(), "t");
        TablePolicy policy = new TablePolicy(
                true, true, 100, Optional.empty(), PartitionInterval.NONE, LocalDate.EPOCH, 0, 0, false, "");
        TableSpec spec = new TableSpec(name, columns, List.of(0), new TableMark("t", "c", Set.of()), policy);
        List<Layout.PartColumn> parts = List.of(number(0, columns.get(0)), number(1, columns.get(1)));
        Layout.Part part = new Layout.Part(name, parts, new DmlTarget(name, columns, List.of(0)));
        return new Layout(spec, List.of(part), Optional.empty());
    }

    private static Layout.PartColumn number(int index, ColumnSpec spec) {
        CatalogColumn found = new CatalogColumn(spec.name(), "int8", 19, 0, "");
        return new Layout.PartColumn(index, -1, spec, found, Optional.empty());
    }
}
