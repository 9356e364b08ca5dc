package org.lsst.efd.connect.oracle.schema;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.dialect.FailureKind;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.table.PartitionInterval;
import org.lsst.efd.connect.oracle.table.TableName;
import org.lsst.efd.connect.oracle.table.TablePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the partitions of one table ahead of its rows, and drops those that are too old. Not thread-safe. */
public final class PartitionKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionKeeper.class);
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    private final SchemaKeeper keeper;
    private final Optional<Dialect.Partitions> partitions;
    private final Dialect dialect;
    private final Identifiers identifiers;
    private final TableName table;
    private final TablePolicy policy;
    private @Nullable NavigableSet<LocalDate> ends;
    private long coveredFromDay = 1;
    private long coveredToDay;

    PartitionKeeper(
            SchemaKeeper keeper, Dialect dialect, Identifiers identifiers, TableName table, TablePolicy policy) {
        this.keeper = keeper;
        this.dialect = dialect;
        this.partitions = dialect.partitions();
        this.identifiers = identifiers;
        this.table = table;
        this.policy = policy;
    }

    /** Whether there is known to be a partition for a time, nanoseconds UTC, or the database makes it. */
    boolean covers(long timeNs) {
        long day = Math.floorDiv(timeNs, NANOS_PER_DAY);
        return (day >= coveredFromDay && day < coveredToDay)
                || partitions.isEmpty()
                || partitions.get().areMadeByDatabase();
    }

    /** Makes sure that there is a partition for a time, nanoseconds UTC, and for the ones that follow it. */
    public void ensure(long timeNs) throws SQLException {
        if (covers(timeNs)) {
            return;
        }
        long day = Math.floorDiv(timeNs, NANOS_PER_DAY);
        PartitionInterval interval = policy.interval();
        LocalDate start = interval.startOf(LocalDate.ofEpochDay(day));
        for (int ahead = 0; ahead <= policy.ahead(); ahead++) {
            add(partitions.orElseThrow(), interval.plus(start, ahead), interval.plus(start, ahead + 1));
        }
        coveredFromDay = start.toEpochDay();
        coveredToDay = interval.plus(start, 1).toEpochDay();
    }

    private void add(Dialect.Partitions all, LocalDate start, LocalDate end) throws SQLException {
        NavigableSet<LocalDate> known = known(all);
        if (all.canAddBelow()) {
            if (!known.contains(end)) {
                run(all, start, end);
            }
            return;
        }
        LocalDate highest = known.isEmpty() ? policy.start() : known.last();
        if (end.isAfter(highest)) {
            if (start.isAfter(highest)) {
                // one partition for all the time in between, of which there are no rows so far
                run(all, highest, start);
            }
            run(all, start, end);
        }
    }

    private void run(Dialect.Partitions all, LocalDate start, LocalDate end) throws SQLException {
        String name = PartNames.partition(table.name(), start, identifiers);
        try {
            keeper.run(List.of(all.add(table, name, start, end)));
            LOG.info("Table {}: partition {} made for {} to {}", table, name, start, end);
        } catch (SQLException refused) {
            FailureKind kind = dialect.classify(refused);
            if (kind != FailureKind.SCHEMA && kind != FailureKind.DUPLICATE) {
                throw refused;
            }
            LOG.info("Table {}: another task was first to make partition {}", table, name);
        }
        ends = null;
        known(all);
    }

    private NavigableSet<LocalDate> known(Dialect.Partitions all) throws SQLException {
        NavigableSet<LocalDate> known = ends;
        if (known == null) {
            known = new TreeSet<>();
            for (Dialect.ExistingPartition partition : all.of(keeper.connection(), table)) {
                known.add(partition.end());
            }
            ends = known;
        }
        return known;
    }

    /** Drops the partitions that ended so long before today; returns how many. */
    public int prune(LocalDate today) throws SQLException {
        if (partitions.isEmpty() || policy.retentionDays() == 0) {
            return 0;
        }
        LocalDate limit = today.minusDays(policy.retentionDays());
        List<Dialect.ExistingPartition> all = partitions.get().of(keeper.connection(), table);
        int dropped = 0;
        for (Dialect.ExistingPartition partition : all) {
            boolean isLast = !partitions.get().canAddBelow() && dropped + 1 == all.size();
            if (!partition.end().isAfter(limit) && !isLast) {
                keeper.run(List.of(partitions.get().drop(table, partition)));
                LOG.info("Table {}: partition {} dropped, it ended at {}", table, partition.name(), partition.end());
                dropped++;
            }
        }
        if (dropped > 0) {
            ends = null;
            coveredToDay = coveredFromDay;
        }
        return dropped;
    }
}
