package org.lsst.efd.connect.telemetry.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of one task in the order in which they are due. Not thread-safe.
 *
 * <p>A stream that is further behind than it may catch up leaves the missing time out. Without pacing nothing waits and
 * nothing is left out: the stream with the oldest time comes first, so all stay side by side.
 */
public final class Schedule {
    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);

    private final PriorityQueue<TopicStream> streams =
            new PriorityQueue<>(Comparator.comparingLong(TopicStream::dueNs).thenComparing(TopicStream::topic));
    private final boolean isPaced;
    private final long catchUpMaxNs;

    /**
     * A schedule of streams that have begun.
     *
     * @param isPaced whether records wait until they are due
     * @param catchUpMax how far behind a stream may be and still make up for it
     */
    public Schedule(Collection<TopicStream> streams, boolean isPaced, Duration catchUpMax) {
        streams.stream().filter(stream -> !stream.isFinished()).forEach(this.streams::add);
        this.isPaced = isPaced;
        this.catchUpMaxNs = catchUpMax.toNanos();
    }

    /** A schedule of nothing. */
    public static Schedule empty() {
        return new Schedule(List.of(), true, Duration.ZERO);
    }

    /** How long until a record is due, in nanoseconds: zero or less when one is; {@link Long#MAX_VALUE} if none comes. */
    public long waitNs(long nowNs) {
        TopicStream first = streams.peek();
        if (first == null) {
            return Long.MAX_VALUE;
        }
        return isPaced ? first.dueNs() - nowNs : 0;
    }

    /** Takes the records that are due, oldest first, at most {@code max}. */
    public List<SourceRecord> take(long nowNs, int max) {
        if (isPaced) {
            leaveOutWhatIsTooOld(nowNs);
        }
        List<SourceRecord> records = new ArrayList<>();
        while (records.size() < max && waitNs(nowNs) <= 0) {
            TopicStream stream = streams.remove();
            records.add(stream.take(nowNs));
            if (!stream.isFinished()) {
                streams.add(stream);
            }
        }
        return records;
    }

    private void leaveOutWhatIsTooOld(long nowNs) {
        TopicStream first = streams.peek();
        if (first == null || nowNs - first.dueNs() <= catchUpMaxNs) {
            return;
        }
        long behindNs = nowNs - first.dueNs();
        int skipped = 0;
        for (TopicStream stream = first; nowNs - stream.dueNs() > catchUpMaxNs; stream = streams.element()) {
            streams.remove();
            stream.skipTo(nowNs);
            streams.add(stream);
            skipped++;
        }
        LOG.warn(
                "{} topics were up to {} s behind and leave this time out, their sequence numbers go on; see catch.up.max.ms",
                skipped,
                behindNs / 1_000_000_000);
    }
}
