package org.lsst.efd.benchmarks.harness;

/** A figure of a measurement, as the table shows it and as ratios compare it. */
public enum Figure {
    RECORDS_PER_SECOND("records/s", true),
    MEGABYTES_PER_SECOND("MB/s", true),
    CPU_SECONDS_PER_MILLION_RECORDS("CPU s/M", false),
    CPU_SECONDS_PER_GIGABYTE("CPU s/GB", false),
    ALLOCATED_BYTES_PER_RECORD("alloc B/rec", false),
    PEAK_HEAP_MEGABYTES("peak heap MB", false),
    BYTES_PER_RECORD("B/rec", false),
    WAIT_99_SECONDS("wait 99 % s", false);

    private final String title;
    private final boolean moreBetter;

    Figure(String title, boolean moreBetter) {
        this.title = title;
        this.moreBetter = moreBetter;
    }

    double of(Measurement run) {
        return switch (this) {
            case RECORDS_PER_SECOND -> run.records() / run.seconds();
            case MEGABYTES_PER_SECOND -> run.bytes() / 1e6 / run.seconds();
            case CPU_SECONDS_PER_MILLION_RECORDS -> run.cpuSeconds() * 1e6 / run.records();
            case CPU_SECONDS_PER_GIGABYTE -> run.cpuSeconds() * 1e9 / run.bytes();
            case ALLOCATED_BYTES_PER_RECORD -> (double) run.allocatedBytes() / run.records();
            case PEAK_HEAP_MEGABYTES -> run.peakHeapBytes() / 1e6;
            case BYTES_PER_RECORD -> (double) run.bytes() / run.records();
            case WAIT_99_SECONDS -> run.wait99Seconds();
        };
    }

    String title() {
        return title;
    }

    boolean isMoreBetter() {
        return moreBetter;
    }
}
