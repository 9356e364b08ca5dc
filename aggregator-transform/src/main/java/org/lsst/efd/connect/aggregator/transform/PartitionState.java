package org.lsst.efd.connect.aggregator.transform;

import java.util.ArrayDeque;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.aggregate.AggregatedWindow;
import org.lsst.efd.connect.common.aggregate.Group;
import org.lsst.efd.connect.common.aggregate.TopicAggregate;
import org.lsst.efd.window.PartitionWindows;
import org.lsst.efd.window.WindowGrid;
import org.lsst.efd.window.statistics.Row;
import org.lsst.efd.window.statistics.SamplePool;

/** The open windows of one partition, and the closed ones that wait for a record in whose place they can leave. */
final class PartitionState {
    private final TopicAggregate aggregate;
    private final PartitionWindows<Group> windows;
    private final ArrayDeque<AggregatedWindow> closed = new ArrayDeque<>();
    private long records;

    /** No records seen; the first window is told, although it may be a part of one. */
    PartitionState(TopicAggregate aggregate, WindowGrid grid, SamplePool samples) {
        this.aggregate = aggregate;
        this.windows = new PartitionWindows<>(grid, aggregate.openWindows(samples), true);
    }

    /** Adds a record to its window; windows that this closes join the queue. */
    PartitionWindows.Outcome accept(
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema schema,
            @Nullable Object value,
            long timeNs) {
        Row row = aggregate.row(keySchema, schema, value, timeNs);
        Group group = aggregate.group(keySchema, key, schema, value);
        return windows.accept(records++, group, row, told -> closed.add(aggregate.tell(told.window())));
    }

    /** The window that has waited longest. */
    Optional<AggregatedWindow> next() {
        return Optional.ofNullable(closed.poll());
    }

    /** Number of windows that are lost with this state. */
    int windows() {
        return windows.openWindows() + closed.size();
    }

    /** Gives back what the windows hold. */
    void clear() {
        windows.clear();
    }
}
