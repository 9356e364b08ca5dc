package org.lsst.efd.connect.oracle.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.lsst.efd.connect.oracle.dialect.CatalogColumn;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.table.ColumnSpec;
import org.lsst.efd.connect.oracle.table.ColumnType;
import org.lsst.efd.connect.oracle.table.PartitionInterval;
import org.lsst.efd.connect.oracle.table.TableMark;
import org.lsst.efd.connect.oracle.table.TableName;
import org.lsst.efd.connect.oracle.table.TablePolicy;
import org.lsst.efd.connect.oracle.table.TableSpec;
import org.lsst.efd.connect.oracle.table.ValueKind;

final class EvolutionPropertyTest {
    private static final Dialect DIALECT = Dialect.of("jdbc:postgresql://h/d");
    private static final Identifiers IDENTIFIERS = new Identifiers(Identifiers.Folding.LOWER, 63);
    private static final Evolution EVOLUTION = new Evolution(DIALECT, IDENTIFIERS);
    private static final List<ValueKind> KINDS =
            List.of(ValueKind.INT16, ValueKind.INT32, ValueKind.INT64, ValueKind.FLOAT32, ValueKind.FLOAT64);

    private static TableSpec spec(List<ColumnSpec> columns, int columnsMax) {
        TablePolicy policy = new TablePolicy(
                true, true, columnsMax, Optional.empty(), PartitionInterval.NONE, LocalDate.EPOCH, 0, 0, false, "");
        return new TableSpec(
                new TableName(Optional.empty(), "t"), columns, List.of(0), new TableMark("t", "c", Set.of()), policy);
    }

    @Property(tries = 300)
    void appliedTwiceIsAppliedOnceAndNothingMoves(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 12) int columnsMax) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ExistingTable> parts = new ArrayList<>();
        List<ColumnSpec> columns = new ArrayList<>();
        columns.add(new ColumnSpec("k", ColumnType.of(ValueKind.INT64), true, ""));
        Map<String, TableName> homes = new LinkedHashMap<>();
        for (int step = 0; step < 6; step++) {
            grow(columns, random);
            TableSpec wanted = spec(columns, columnsMax);

            apply(EVOLUTION.changes(parts, wanted), parts);

            assertThat(EVOLUTION.changes(parts, wanted)).isEmpty();
            requireAllPlaced(parts, columns, columnsMax);
            for (ExistingTable part : parts) {
                part.columns().keySet().stream()
                        .filter(name -> !name.equals("k"))
                        .forEach(name -> {
                            TableName home = homes.putIfAbsent(name, part.name());
                            assertThat(home == null ? part.name() : home).isEqualTo(part.name());
                        });
            }
        }
    }

    private static void grow(List<ColumnSpec> columns, SplittableRandom random) {
        int more = random.nextInt(8);
        for (int i = 0; i < more; i++) {
            ValueKind kind = KINDS.get(random.nextInt(KINDS.size()));
            columns.add(new ColumnSpec("c" + columns.size(), ColumnType.of(kind), false, ""));
        }
        for (int i = 1; i < columns.size(); i++) {
            ColumnSpec column = columns.get(i);
            Optional<ColumnType> wider =
                    column.type().widenedTo(ColumnType.of(KINDS.get(random.nextInt(KINDS.size()))));
            if (wider.isPresent()) {
                columns.set(i, new ColumnSpec(column.name(), wider.get(), false, ""));
            }
        }
    }

    /** What a database does. */
    private static void apply(List<Change> changes, List<ExistingTable> parts) {
        for (Change change : changes) {
            if (change instanceof Change.Create create) {
                Map<String, CatalogColumn> columns = new LinkedHashMap<>();
                create.table().columns().forEach(column -> columns.put(column.name(), catalog(column)));
                parts.add(new ExistingTable(
                        create.table().name(),
                        columns,
                        TableMark.parse(create.table().comment())));
            } else if (change instanceof Change.AddColumns add) {
                alter(parts, add.table(), add.columns());
            } else if (change instanceof Change.Widen widen) {
                alter(parts, widen.table(), List.of(widen.column()));
            }
        }
    }

    private static void alter(List<ExistingTable> parts, TableName name, List<ColumnSpec> columns) {
        parts.replaceAll(part -> {
            if (!part.name().equals(name)) {
                return part;
            }
            Map<String, CatalogColumn> all = new LinkedHashMap<>(part.columns());
            columns.forEach(column -> all.put(column.name(), catalog(column)));
            return new ExistingTable(name, all, part.mark());
        });
    }

    private static CatalogColumn catalog(ColumnSpec column) {
        String type =
                switch (column.type().kind()) {
                    case INT16 -> "int2";
                    case INT32 -> "int4";
                    case INT64 -> "int8";
                    case FLOAT32 -> "float4";
                    default -> "float8";
                };
        return new CatalogColumn(column.name(), type, 0, 0, "");
    }

    private static void requireAllPlaced(List<ExistingTable> parts, List<ColumnSpec> columns, int columnsMax) {
        Set<String> placed = new HashSet<>();
        parts.forEach(part -> {
            assertThat(part.columns()).hasSizeLessThanOrEqualTo(columnsMax).containsKey("k");
            part.columns().forEach((name, known) -> {
                assertThat(name.equals("k") || placed.add(name))
                        .as(name + " is in one part only")
                        .isTrue();
            });
        });
        columns.stream().skip(1).forEach(column -> {
            CatalogColumn known = parts.stream()
                    .flatMap(part -> Optional.ofNullable(part.columns().get(column.name())).stream())
                    .findFirst()
                    .orElseThrow();
            assertThat(DIALECT.typeOf(known).orElseThrow().widenedTo(column.type()))
                    .as("%s holds %s", known, column)
                    .contains(DIALECT.typeOf(known).orElseThrow());
        });
    }
}
