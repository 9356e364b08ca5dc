package org.lsst.efd.connect.oracle.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.lsst.efd.connect.oracle.dialect.CatalogColumn;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.dialect.NewTable;
import org.lsst.efd.connect.oracle.dialect.RowRoom;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.table.ColumnSpec;
import org.lsst.efd.connect.oracle.table.ColumnType;
import org.lsst.efd.connect.oracle.table.TableMark;
import org.lsst.efd.connect.oracle.table.TableSpec;

/**
 * Which changes make a table hold what is wanted. A pure function: a column stays where it is, new ones go to the last
 * part with room, columns become wider and never narrower, and nothing is dropped.
 */
public final class Evolution {
    private final Dialect dialect;
    private final Identifiers identifiers;

    public Evolution(Dialect dialect, Identifiers identifiers) {
        this.dialect = dialect;
        this.identifiers = identifiers;
    }

    /**
     * The changes, in order; none where all is there.
     *
     * @param parts the table and those split off it; empty if it is to be made
     * @throws ConnectException if the table belongs to another topic, or must be split and has no key
     */
    public List<Change> changes(List<ExistingTable> parts, TableSpec wanted) {
        requireOurs(parts, wanted);
        List<Change> changes = new ArrayList<>();
        Map<String, CatalogColumn> present = new HashMap<>();
        parts.forEach(part -> part.columns().forEach(present::putIfAbsent));
        List<ColumnSpec> missing = new ArrayList<>();
        for (ColumnSpec column : wanted.columns()) {
            CatalogColumn known = present.get(column.name());
            if (known == null) {
                missing.add(column);
            } else {
                wider(known, column).ifPresent(type -> widenEverywhere(parts, column, type, changes));
            }
        }
        place(parts, wanted, missing, changes);
        remark(parts, wanted).ifPresent(changes::add);
        return changes;
    }

    private static void requireOurs(List<ExistingTable> parts, TableSpec wanted) {
        parts.stream().flatMap(part -> part.mark().stream()).forEach(mark -> {
            if (!mark.agreesWith(wanted.mark())) {
                throw new ConnectException("table " + wanted.name() + " is that of topic " + mark.topic()
                        + ", and topic " + wanted.mark().topic()
                        + " would be written to it, too; set table.name or topic.rename.*");
            }
        });
    }

    /** The type to change a column to; empty where it is wide enough, or of a kind of its own. */
    private Optional<ColumnType> wider(CatalogColumn known, ColumnSpec wanted) {
        if (!wanted.type().sql().isEmpty()) {
            return Optional.empty();
        }
        Optional<ColumnType> actual = dialect.typeOf(known);
        return actual.flatMap(type -> type.widenedTo(wanted.type())
                .filter(needed -> !needed.equals(type))
                .filter(needed -> !dialect.typeName(needed).equals(dialect.typeName(type))));
    }

    private static void widenEverywhere(
            List<ExistingTable> parts, ColumnSpec column, ColumnType type, List<Change> changes) {
        ColumnSpec wide = new ColumnSpec(column.name(), type, column.isKey(), column.comment());
        parts.stream()
                .filter(part -> part.columns().containsKey(column.name()))
                .forEach(part -> changes.add(new Change.Widen(part.name(), wide)));
    }

    private void place(List<ExistingTable> parts, TableSpec wanted, List<ColumnSpec> missing, List<Change> changes) {
        if (missing.isEmpty()) {
            return;
        }
        List<ColumnSpec> rest = new ArrayList<>(missing);
        if (!parts.isEmpty()) {
            ExistingTable last = parts.get(parts.size() - 1);
            List<ColumnSpec> added = takeFitting(room(last, wanted), rest);
            if (!added.isEmpty()) {
                changes.add(new Change.AddColumns(last.name(), added));
            }
        }
        Set<ColumnSpec> key = new LinkedHashSet<>();
        wanted.key().forEach(index -> key.add(wanted.columns().get(index)));
        for (int number = parts.size() + 1; !rest.isEmpty(); number++) {
            if (number > 1) {
                rest.removeAll(key);
                requireKey(wanted, key);
                if (rest.isEmpty()) {
                    return;
                }
            }
            changes.add(create(number, wanted, key, rest));
        }
    }

    private static void requireKey(TableSpec wanted, Set<ColumnSpec> key) {
        if (key.isEmpty()) {
            throw new ConnectException("table " + wanted.name() + " needs more columns than one table can have ("
                    + wanted.columns().size() + "); it is split where it has a primary key: set pk.mode");
        }
    }

    private Change create(int number, TableSpec wanted, Set<ColumnSpec> key, List<ColumnSpec> rest) {
        RowRoom room = dialect.rowLimits().room(wanted.policy().columnsMax());
        key.forEach(column -> room.add(column.name(), dialect.rowBytes(column.type())));
        List<ColumnSpec> columns = new ArrayList<>(key);
        List<ColumnSpec> others = new ArrayList<>(rest);
        others.removeAll(key);
        columns.addAll(takeFitting(room, others));
        if (columns.size() == key.size() && !others.isEmpty()) {
            throw new ConnectException("table " + wanted.name() + " has no room for any column beside its key");
        }
        rest.retainAll(new HashSet<>(others));
        String name = PartNames.of(wanted.name().name(), number, identifiers);
        return new Change.Create(new NewTable(
                wanted.name().sibling(name),
                columns,
                key.stream().map(ColumnSpec::name).toList(),
                PartNames.key(name, identifiers),
                wanted.mark().toString(),
                wanted.policy()));
    }

    private RowRoom room(ExistingTable part, TableSpec wanted) {
        RowRoom room = dialect.rowLimits().room(wanted.policy().columnsMax());
        for (CatalogColumn column : part.columns().values()) {
            ColumnType type = dialect.typeOf(column).orElse(ColumnType.text(0));
            room.add(column.name(), dialect.rowBytes(type));
            room.addComment(column.comment());
        }
        return room;
    }

    /** Takes columns from the begin of the list as long as they fit, without their comments where these do not. */
    private List<ColumnSpec> takeFitting(RowRoom room, List<ColumnSpec> columns) {
        int taken = 0;
        while (taken < columns.size()) {
            ColumnSpec next = columns.get(taken);
            int bytes = dialect.rowBytes(next.type());
            if (!room.fits(next.name(), bytes)) {
                break;
            }
            room.add(next.name(), bytes);
            taken++;
        }
        List<ColumnSpec> fitting = List.copyOf(columns.subList(0, taken));
        columns.subList(0, taken).clear();
        return room.fitsComments(fitting.stream().map(ColumnSpec::comment))
                ? fitting
                : fitting.stream().map(ColumnSpec::withoutComment).toList();
    }

    private static Optional<Change> remark(List<ExistingTable> parts, TableSpec wanted) {
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        ExistingTable first = parts.get(0);
        return first.mark()
                .filter(mark -> !mark.wholeArrays().containsAll(wanted.mark().wholeArrays()))
                .map(mark -> {
                    Set<String> all = new HashSet<>(mark.wholeArrays());
                    all.addAll(wanted.mark().wholeArrays());
                    String comment = new TableMark(mark.topic(), mark.connector(), all).toString();
                    return new Change.Mark(first.name(), comment);
                });
    }
}
