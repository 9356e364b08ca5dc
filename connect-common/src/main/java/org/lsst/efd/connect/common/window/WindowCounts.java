package org.lsst.efd.connect.common.window;

import java.util.concurrent.atomic.AtomicLong;
import org.lsst.efd.connect.common.metrics.TaskMetrics;

/** What a stage counts since its task started. Thread-safe. */
public final class WindowCounts {
    private final AtomicLong windowsTold = new AtomicLong();
    private final AtomicLong lateRecords = new AtomicLong();
    private final AtomicLong recordsBeforeFirstWindow = new AtomicLong();
    private final AtomicLong recordsOfTooManyGroups = new AtomicLong();
    private final AtomicLong droppedColumns = new AtomicLong();

    private volatile int openWindows;
    private volatile long sampleBytes;

    /** Shows them as metrics of the task. */
    void registerIn(TaskMetrics metrics) {
        metrics.gauge("windows-told-total", "Windows told, each group counted", this::windowsTold);
        metrics.gauge("late-records-total", "Records whose windows were all closed", this::lateRecords);
        metrics.gauge(
                "records-before-first-window-total",
                "Records of windows that began before the first record read",
                this::recordsBeforeFirstWindow);
        metrics.gauge(
                "records-of-too-many-groups-total",
                "Records dropped because too many groups were open",
                this::recordsOfTooManyGroups);
        metrics.gauge(
                "dropped-columns-total", "Columns that the newest schema of a window lacks", this::droppedColumns);
        metrics.gauge("windows-open", "Windows that hold records, each group counted", this::openWindows);
        metrics.gauge("sample-bytes", "Bytes of the samples in open windows", this::sampleBytes);
    }

    /** Takes note of what is held. */
    void holding(int windows, long bytes) {
        openWindows = windows;
        sampleBytes = bytes;
    }

    void told(int droppedColumnsOfWindow) {
        windowsTold.incrementAndGet();
        droppedColumns.addAndGet(droppedColumnsOfWindow);
    }

    long late() {
        return lateRecords.incrementAndGet();
    }

    void beforeFirstWindow() {
        recordsBeforeFirstWindow.incrementAndGet();
    }

    long tooManyGroups() {
        return recordsOfTooManyGroups.incrementAndGet();
    }

    /** Windows told, each group counted. */
    public long windowsTold() {
        return windowsTold.get();
    }

    /** Records whose windows were all closed. */
    public long lateRecords() {
        return lateRecords.get();
    }

    /** Records that belong only to windows that began before the first record read. */
    public long recordsBeforeFirstWindow() {
        return recordsBeforeFirstWindow.get();
    }

    /** Records dropped because their group was one too many. */
    public long recordsOfTooManyGroups() {
        return recordsOfTooManyGroups.get();
    }

    /** Columns that records of a window had, but not the newest of their schemas. */
    public long droppedColumns() {
        return droppedColumns.get();
    }

    /** Windows that hold records, each group counted, a second ago at the most. */
    public int openWindows() {
        return openWindows;
    }

    /** Bytes of the samples in open windows, a second ago at the most. */
    public long sampleBytes() {
        return sampleBytes;
    }
}
