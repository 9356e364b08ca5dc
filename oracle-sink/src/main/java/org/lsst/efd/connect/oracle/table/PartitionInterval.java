package org.lsst.efd.connect.oracle.table;

import java.time.LocalDate;

/** How long a partition of a table is. */
public enum PartitionInterval {
    NONE,
    DAY,
    MONTH,
    YEAR;

    /** The first day of the partition that holds this day. */
    public LocalDate startOf(LocalDate day) {
        return switch (this) {
            case NONE, DAY -> day;
            case MONTH -> day.withDayOfMonth(1);
            case YEAR -> day.withDayOfYear(1);
        };
    }

    /** The first day of a later partition. */
    public LocalDate plus(LocalDate start, int partitions) {
        return switch (this) {
            case NONE -> start;
            case DAY -> start.plusDays(partitions);
            case MONTH -> start.plusMonths(partitions);
            case YEAR -> start.plusYears(partitions);
        };
    }
}
