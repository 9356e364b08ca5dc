package org.lsst.efd.benchmarks.harness;

import java.util.function.ToDoubleFunction;

/** A figure of a measurement, as the table shows it and as ratios compare it. */
public enum Figure {
    RECORDS_PER_SECOND("records/s", true, run -> run.records() / run.seconds()),
    MEGABYTES_PER_SECOND("MB/s", true, run -> run.bytes() / 1e6 / run.seconds()),
    CPU_SECONDS_PER_MILLION_RECORDS("CPU s/M", false, run -> run.cpuSeconds() * 1e6 / run.records()),
    ALLOCATED_BYTES_PER_RECORD("alloc B/rec", false, run -> (double) run.allocatedBytes() / run.records()),
    PEAK_HEAP_MEGABYTES("peak heap MB", false, run -> run.peakHeapBytes() / 1e6);

    private final String title;
    private final boolean moreBetter;
    private final ToDoubleFunction<Measurement> formula;

    Figure(String title, boolean moreBetter, ToDoubleFunction<Measurement> formula) {
        this.title = title;
        this.moreBetter = moreBetter;
        this.formula = formula;
    }

    double of(Measurement run) {
        return formula.applyAsDouble(run);
    }

    String title() {
        return title;
    }

    boolean isMoreBetter() {
        return moreBetter;
    }
}
