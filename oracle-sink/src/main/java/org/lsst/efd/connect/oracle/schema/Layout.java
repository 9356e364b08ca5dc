package org.lsst.efd.connect.oracle.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lsst.efd.connect.oracle.dialect.CatalogColumn;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.dialect.DmlTarget;
import org.lsst.efd.connect.oracle.table.ColumnSpec;
import org.lsst.efd.connect.oracle.table.ColumnType;
import org.lsst.efd.connect.oracle.table.TableMark;
import org.lsst.efd.connect.oracle.table.TableName;
import org.lsst.efd.connect.oracle.table.TableSpec;

/**
 * Where the columns of rows stand in the database.
 *
 * @param mark what the comment of the table says; empty if it is not one of ours
 */
public record Layout(TableSpec spec, List<Part> parts, Optional<TableMark> mark) {
    public Layout {
        parts = List.copyOf(parts);
    }

    /**
     * A column of rows in a part.
     *
     * @param index of the column in rows
     * @param objectIndex its place among the objects of rows; -1 for numbers
     * @param found as the catalog of the database has it
     * @param actual its type there; empty where that is none of ours
     */
    public record PartColumn(
            int index, int objectIndex, ColumnSpec spec, CatalogColumn found, Optional<ColumnType> actual) {}

    /**
     * One table of the database: the whole, or a part of what was split.
     *
     * @param columns in the order of the table
     */
    public record Part(TableName name, List<PartColumn> columns, DmlTarget target) {
        public Part {
            columns = List.copyOf(columns);
        }
    }

    static Layout of(TableSpec spec, List<ExistingTable> existing, Dialect dialect) {
        int[] objectIndexes = new int[spec.columns().size()];
        Map<String, Integer> indexes = new HashMap<>();
        int objects = 0;
        for (int index = 0; index < objectIndexes.length; index++) {
            boolean isObject = spec.columns().get(index).type().kind().isObject();
            objectIndexes[index] = isObject ? objects++ : -1;
            indexes.put(spec.columns().get(index).name(), index);
        }
        Set<String> placed = new HashSet<>();
        List<Part> parts = new ArrayList<>();
        for (ExistingTable table : existing) {
            List<PartColumn> columns = new ArrayList<>();
            for (CatalogColumn known : table.columns().values()) {
                Integer index = indexes.get(known.name());
                if (index != null && (spec.key().contains(index) || placed.add(known.name()))) {
                    ColumnSpec column = spec.columns().get(index);
                    columns.add(new PartColumn(index, objectIndexes[index], column, known, dialect.typeOf(known)));
                }
            }
            parts.add(new Part(table.name(), columns, target(table.name(), columns, spec)));
        }
        return new Layout(spec, parts, existing.get(0).mark());
    }

    private static DmlTarget target(TableName name, List<PartColumn> columns, TableSpec spec) {
        List<Integer> key = new ArrayList<>();
        for (int wanted : spec.key()) {
            for (int place = 0; place < columns.size(); place++) {
                if (columns.get(place).index() == wanted) {
                    key.add(place);
                }
            }
        }
        return new DmlTarget(name, columns.stream().map(PartColumn::spec).toList(), key);
    }
}
