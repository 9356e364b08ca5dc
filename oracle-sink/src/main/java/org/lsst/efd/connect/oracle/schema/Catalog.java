package org.lsst.efd.connect.oracle.schema;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.oracle.dialect.CatalogColumn;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.table.TableMark;
import org.lsst.efd.connect.oracle.table.TableName;

/** Reads what tables there are, through the metadata of the driver. */
final class Catalog {
    private final Connection connection;
    private final boolean areSchemasCatalogs;

    /** The catalog behind a connection; MariaDB calls its schemas catalogs. */
    Catalog(Connection connection, boolean areSchemasCatalogs) {
        this.connection = connection;
        this.areSchemasCatalogs = areSchemasCatalogs;
    }

    /** A table and those that were split off it, in order; empty if it does not exist. */
    List<ExistingTable> parts(TableName name, Identifiers identifiers) throws SQLException {
        List<ExistingTable> parts = new ArrayList<>();
        for (Optional<ExistingTable> part = table(name); part.isPresent(); ) {
            parts.add(part.get());
            part = table(name.sibling(PartNames.of(name.name(), parts.size() + 1, identifiers)));
        }
        return parts;
    }

    Optional<ExistingTable> table(TableName name) throws SQLException {
        Map<String, CatalogColumn> columns = new LinkedHashMap<>();
        DatabaseMetaData data = connection.getMetaData();
        String schema = name.schema().orElse(null);
        @Nullable String catalogName = areSchemasCatalogs ? orElse(schema, connection.getCatalog()) : null;
        @Nullable String schemaName = areSchemasCatalogs ? null : orElse(schema, connection.getSchema());
        try (ResultSet rows =
                data.getColumns(catalogName, pattern(data, schemaName), pattern(data, name.name()), "%")) {
            while (rows.next()) {
                // drivers take the name of the table as a pattern, also where it is escaped
                if (rows.getString("TABLE_NAME").equals(name.name())) {
                    String column = rows.getString("COLUMN_NAME");
                    columns.put(
                            column,
                            new CatalogColumn(
                                    column,
                                    rows.getString("TYPE_NAME"),
                                    rows.getInt("COLUMN_SIZE"),
                                    rows.getInt("DECIMAL_DIGITS"),
                                    Objects.requireNonNullElse(rows.getString("REMARKS"), "")));
                }
            }
        }
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of(new ExistingTable(name, columns, mark(data, catalogName, schemaName, name.name())));
    }

    /** The arrays that tables of ours keep whole, where they have no schema of their own. */
    Map<TableName, Set<String>> wholeArrays() throws SQLException {
        Map<TableName, Set<String>> found = new HashMap<>();
        DatabaseMetaData data = connection.getMetaData();
        @Nullable String catalogName = areSchemasCatalogs ? connection.getCatalog() : null;
        @Nullable String schemaName = areSchemasCatalogs ? null : connection.getSchema();
        try (ResultSet rows = data.getTables(catalogName, pattern(data, schemaName), "%", null)) {
            while (rows.next()) {
                TableName name = new TableName(Optional.empty(), rows.getString("TABLE_NAME"));
                Optional.ofNullable(rows.getString("REMARKS"))
                        .flatMap(TableMark::parse)
                        .map(TableMark::wholeArrays)
                        .filter(arrays -> !arrays.isEmpty())
                        .ifPresent(arrays -> found.put(name, arrays));
            }
        }
        return found;
    }

    private static Optional<TableMark> mark(
            DatabaseMetaData data, @Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        try (ResultSet rows = data.getTables(catalog, pattern(data, schema), pattern(data, table), null)) {
            while (rows.next()) {
                String comment = rows.getString("REMARKS");
                if (rows.getString("TABLE_NAME").equals(table) && comment != null) {
                    return TableMark.parse(comment);
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable String orElse(@Nullable String wanted, @Nullable String otherwise) {
        return wanted == null ? otherwise : wanted;
    }

    private static @Nullable String pattern(DatabaseMetaData data, @Nullable String name) throws SQLException {
        if (name == null) {
            return null;
        }
        String escape = data.getSearchStringEscape();
        return name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
    }
}
