package org.lsst.efd.connect.oracle.row;

import java.util.concurrent.atomic.LongAdder;
import org.lsst.efd.connect.common.metrics.TaskMetrics;

/** What became of values that could not be stored as they are. Thread-safe. */
public final class ValueCounts {
    private final LongAdder nullsIgnored = new LongAdder();
    private final LongAdder nonfinite = new LongAdder();
    private final LongAdder truncated = new LongAdder();
    private final LongAdder nulReplaced = new LongAdder();

    void nullIgnored() {
        nullsIgnored.increment();
    }

    void nonfinite() {
        nonfinite.increment();
    }

    void truncated() {
        truncated.increment();
    }

    void nulReplaced() {
        nulReplaced.increment();
    }

    /** Registers the counts. */
    public void registerIn(TaskMetrics metrics) {
        metrics.gauge("null-values-total", "Records without value that were ignored", nullsIgnored::sum);
        metrics.gauge("nonfinite-values-total", "NaN and infinities stored as NULL", nonfinite::sum);
        metrics.gauge("truncated-texts-total", "Texts that were cut", truncated::sum);
        metrics.gauge("replaced-nul-texts-total", "Texts whose character 0 was replaced", nulReplaced::sum);
    }
}
