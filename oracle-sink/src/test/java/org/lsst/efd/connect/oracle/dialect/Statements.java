package org.lsst.efd.connect.oracle.dialect;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.offsets.OffsetsStatements;
import org.lsst.efd.connect.oracle.table.ColumnSpec;
import org.lsst.efd.connect.oracle.table.ColumnType;
import org.lsst.efd.connect.oracle.table.PartitionInterval;
import org.lsst.efd.connect.oracle.table.TableMark;
import org.lsst.efd.connect.oracle.table.TableName;
import org.lsst.efd.connect.oracle.table.TablePolicy;
import org.lsst.efd.connect.oracle.table.ValueKind;

/** One statement of every kind that a dialect makes, by name. */
final class Statements {
    private final Dialect dialect;
    private final Identifiers identifiers;
    private final Map<String, List<String>> all = new LinkedHashMap<>();

    private Statements(Dialect dialect) {
        this.dialect = dialect;
        this.identifiers = new Identifiers(dialect.folding(), dialect.identifierMax());
    }

    static Map<String, List<String>> of(Dialect dialect) {
        Statements statements = new Statements(dialect);
        statements.collect();
        return statements.all;
    }

    private ColumnSpec column(String name, ColumnType type, boolean isKey, String comment) {
        return new ColumnSpec(identifiers.of(name), type, isKey, comment);
    }

    private TableName table(String name) {
        return new TableName(Optional.of(identifiers.of("EFD")), identifiers.of(name));
    }

    static TablePolicy policy(PartitionInterval interval, String timestampColumn, String options) {
        return new TablePolicy(
                true,
                true,
                1000,
                Optional.of(timestampColumn),
                interval,
                LocalDate.of(2020, 1, 1),
                2,
                30,
                true,
                options);
    }

    private List<ColumnSpec> everyType() {
        List<ColumnSpec> columns = new ArrayList<>();
        columns.add(column("TS", ColumnType.timestamp(6), true, "event time, UTC"));
        columns.add(column("K", ColumnType.of(ValueKind.INT32), true, ""));
        columns.add(column("NAME", ColumnType.keyText(), true, ""));
        for (ValueKind kind : ValueKind.values()) {
            ColumnType type =
                    switch (kind) {
                        case TEXT -> ColumnType.text(dialect.textMax(4000));
                        case KEY_TEXT -> ColumnType.keyText();
                        case DECIMAL -> ColumnType.decimal(20, 3);
                        case TIME -> ColumnType.time(3);
                        case TIMESTAMP -> ColumnType.timestamp(Math.min(9, dialect.timestampDigits()));
                        case ARRAY -> ColumnType.array(ValueKind.FLOAT64);
                        default -> ColumnType.of(kind);
                    };
            columns.add(column("C_" + kind, type, false, kind + " of it's \\ kind [m/s] (path)"));
        }
        columns.add(column("level", ColumnType.text(20).withSql("CHAR(20)"), false, ""));
        return columns;
    }

    private NewTable newTable(String name, List<ColumnSpec> columns, PartitionInterval interval, String options) {
        List<String> key =
                columns.stream().filter(ColumnSpec::isKey).map(ColumnSpec::name).toList();
        TableName table = table(name);
        return new NewTable(
                table,
                columns,
                key,
                identifiers.of(name + "_PK"),
                new TableMark("lsst.sal.X", "it's", java.util.Set.of("a.b")).toString(),
                policy(interval, identifiers.of("TS"), options));
    }

    private void collect() {
        List<ColumnSpec> columns = everyType();
        all.put("create", dialect.create(newTable("T", columns, PartitionInterval.NONE, "")));
        for (PartitionInterval interval :
                List.of(PartitionInterval.DAY, PartitionInterval.MONTH, PartitionInterval.YEAR)) {
            all.put(
                    "create by " + interval,
                    dialect.create(newTable("T_" + interval, columns.subList(0, 4), interval, "")));
        }
        List<ColumnSpec> part =
                List.of(columns.get(0), columns.get(1), column("X0", ColumnType.of(ValueKind.FLOAT64), false, ""));
        all.put("create a part", dialect.create(newTable("T__2", part, PartitionInterval.NONE, "")));
        all.put(
                "create with hostile names",
                dialect.create(newTable(
                        "a\"; DROP TABLE x; --",
                        List.of(
                                column("b`'\"", ColumnType.of(ValueKind.INT64), true, "'; DROP TABLE x; --"),
                                column("x".repeat(200), ColumnType.of(ValueKind.FLOAT32), false, "\u00e9")),
                        PartitionInterval.NONE,
                        "")));
        all.put(
                "create without key",
                dialect.create(newTable("NOKEY", columns.subList(3, 5), PartitionInterval.NONE, "")));
        all.put(
                "add columns",
                dialect.addColumns(
                        table("T"),
                        List.of(
                                column("ADDED", ColumnType.of(ValueKind.FLOAT64), false, "it's new"),
                                column("ADDED_TOO", ColumnType.text(dialect.textMax(100)), false, ""))));
        all.put("widen", dialect.widen(table("T"), columns.get(5)));
        all.put("mark", List.of(dialect.comment(table("T"), "it's ours")));
        rows(columns);
        partitions();
        all.put("positions", OffsetsStatements.of(dialect, identifiers, 2));
    }

    private void rows(List<ColumnSpec> columns) {
        List<ColumnSpec> some = new ArrayList<>(columns.subList(0, 3));
        columns.stream()
                .filter(column -> column.name().matches("(?i)C_(FLOAT64|TEXT|JSON|LONG_BYTES)|LEVEL"))
                .forEach(some::add);
        DmlTarget target = new DmlTarget(table("T"), some, List.of(0, 1, 2));
        DmlTarget keyOnly = new DmlTarget(table("KEYS"), columns.subList(0, 2), List.of(0, 1));
        all.put("insert", List.of(dialect.insert(target).sql()));
        all.put("upsert", List.of(dialect.upsert(target).sql()));
        all.put("upsert of keys alone", List.of(dialect.upsert(keyOnly).sql()));
        all.put("update", List.of(dialect.update(target).sql()));
        all.put("delete", List.of(dialect.delete(target).sql()));
    }

    private void partitions() {
        dialect.partitions().ifPresent(partitions -> {
            LocalDate start = LocalDate.of(2026, 11, 1);
            LocalDate end = LocalDate.of(2026, 12, 1);
            if (!partitions.areMadeByDatabase()) {
                all.put(
                        "add a partition",
                        List.of(partitions.add(table("T_MONTH"), identifiers.of("T_P20261101"), start, end)));
            }
            all.put(
                    "drop a partition",
                    List.of(partitions.drop(
                            table("T_MONTH"), new Dialect.ExistingPartition(identifiers.of("T_P20261101"), end))));
        });
    }
}
