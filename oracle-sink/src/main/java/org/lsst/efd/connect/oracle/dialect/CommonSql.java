package org.lsst.efd.connect.oracle.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lsst.efd.connect.oracle.table.ColumnType;
import org.lsst.efd.connect.oracle.table.TableName;
import org.lsst.efd.connect.oracle.table.ValueKind;

/** Statements that all dialects write alike. */
final class CommonSql {
    private CommonSql() {}

    static <T> String list(List<T> items, Function<T, String> text) {
        return items.stream().map(text).collect(Collectors.joining(", "));
    }

    static String columns(Dialect dialect, DmlTarget target, List<Integer> which) {
        return list(which, index -> dialect.quoted(target.columns().get(index).name()));
    }

    static Dml insert(Dialect dialect, DmlTarget target) {
        String sql = "INSERT INTO " + dialect.quoted(target.name()) + " (" + columns(dialect, target, target.all())
                + ") VALUES (" + list(target.columns(), column -> "?") + ")";
        return new Dml(sql, target.all());
    }

    static Dml update(Dialect dialect, DmlTarget target) {
        List<Integer> binds = new ArrayList<>(target.others());
        binds.addAll(target.key());
        String sql = "UPDATE " + dialect.quoted(target.name()) + " SET "
                + list(target.others(), index -> isTo(dialect, target, index)) + where(dialect, target);
        return new Dml(sql, binds);
    }

    static Dml delete(Dialect dialect, DmlTarget target) {
        return new Dml("DELETE FROM " + dialect.quoted(target.name()) + where(dialect, target), target.key());
    }

    private static String where(Dialect dialect, DmlTarget target) {
        return " WHERE "
                + target.key().stream()
                        .map(index -> isTo(dialect, target, index))
                        .collect(Collectors.joining(" AND "));
    }

    private static String isTo(Dialect dialect, DmlTarget target, int index) {
        return dialect.quoted(target.columns().get(index).name()) + " = ?";
    }

    static String createOffsets(Dialect dialect, TableName table, List<String> columns) {
        String text = dialect.typeName(ColumnType.keyText());
        String integer = dialect.typeName(ColumnType.of(ValueKind.INT32));
        String whole = dialect.typeName(ColumnType.of(ValueKind.INT64));
        List<String> types = List.of(text, text, integer, whole, whole, whole);
        StringBuilder sql =
                new StringBuilder("CREATE TABLE ").append(dialect.quoted(table)).append(" (");
        for (int i = 0; i < columns.size(); i++) {
            sql.append(dialect.quoted(columns.get(i)))
                    .append(' ')
                    .append(types.get(i))
                    .append(" NOT NULL, ");
        }
        return sql.append("PRIMARY KEY (")
                .append(list(columns.subList(0, 3), dialect::quoted))
                .append("))")
                .toString();
    }

    /** A text literal. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
