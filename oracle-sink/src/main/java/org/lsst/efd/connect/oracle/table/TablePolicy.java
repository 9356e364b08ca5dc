package org.lsst.efd.connect.oracle.table;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What may be done to a table, and how it is made.
 *
 * @param mayCreate whether it may be made
 * @param mayEvolve whether columns may be added and widened
 * @param columnsMax number of columns of one table; more are split off
 * @param timestampColumn name of the column of the event time
 * @param interval length of its partitions
 * @param start first bound of its partitions
 * @param ahead how many partitions to make in advance, where the database does not make them itself
 * @param retentionDays age at which whole partitions are dropped; 0 for never
 * @param areDuplicatesRepeats whether a row whose key exists was written before, because the key is made of its coordinates
 * @param options words appended to {@code CREATE TABLE}
 */
public record TablePolicy(
        boolean mayCreate,
        boolean mayEvolve,
        int columnsMax,
        Optional<String> timestampColumn,
        PartitionInterval interval,
        LocalDate start,
        int ahead,
        int retentionDays,
        boolean areDuplicatesRepeats,
        String options) {}
