package org.lsst.efd.connect.telemetry;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.settings.PluginVersion;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.telemetry.stream.Position;
import org.lsst.efd.connect.telemetry.stream.Schedule;
import org.lsst.efd.connect.telemetry.stream.TaskShare;
import org.lsst.efd.connect.telemetry.stream.TopicStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the records of its topics when they are due. {@code stop} may come from any thread, all else from one. */
public final class TelemetrySourceTask extends SourceTask {
    private static final Logger LOG = LoggerFactory.getLogger(TelemetrySourceTask.class);
    // stop comes only after poll, and a stop must not take long
    private static final long MAX_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Clock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Schedule schedule;
    private int batchMax;

    public TelemetrySourceTask() {
        this(Clock.systemUTC());
    }

    TelemetrySourceTask(Clock clock) {
        this.clock = clock;
        this.schedule = Schedule.empty();
    }

    @Override
    public String version() {
        return PluginVersion.of(getClass());
    }

    @Override
    public void start(Map<String, String> configuration) {
        SettingValues values = TelemetrySourceConfig.read(configuration);
        TelemetryStreams made = new TelemetryStreams(values);
        List<TopicStream> streams = made.streams(TaskShare.in(configuration)::owns);
        long resumed = beginOrContinue(streams);
        schedule = new Schedule(streams, made.isPaced(), values.get(TelemetrySourceConfig.CATCH_UP_MAX));
        batchMax = values.get(TelemetrySourceConfig.BATCH_MAX);
        LOG.info(
                "Started with {} topics in mode {}, {} of them go on where they were",
                streams.size(),
                values.get(TelemetrySourceConfig.MODE).word(),
                resumed);
    }

    private long beginOrContinue(List<TopicStream> streams) {
        Map<Map<String, String>, Map<String, Object>> offsets = context.offsetStorageReader()
                .offsets(streams.stream().map(TopicStream::partition).toList());
        long nowNs = nowNs();
        long resumed = 0;
        for (TopicStream stream : streams) {
            Map<String, Object> offset = offsets.get(stream.partition());
            if (offset == null) {
                stream.begin(nowNs);
            } else {
                stream.continueAfter(Position.ofOffset(offset), nowNs);
                resumed++;
            }
        }
        return resumed;
    }

    /** The records that are due; null when none is within half a second. */
    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        long waitNs = Math.min(schedule.waitNs(nowNs()), MAX_WAIT_NS);
        if (waitNs > 0 && stopped.await(waitNs, TimeUnit.NANOSECONDS)) {
            return null;
        }
        List<SourceRecord> records = schedule.take(nowNs(), batchMax);
        return records.isEmpty() ? null : records;
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    private long nowNs() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
