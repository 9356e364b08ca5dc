package org.lsst.efd.connect.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

final class TelemetrySourceTaskTest {
    private final SettableClock clock = new SettableClock();
    private final StoredOffsets offsets = new StoredOffsets();

    @Test
    void sendsWhatIsDueAndNothingElse() throws Exception {
        TelemetrySourceTask task = started(Map.of("frequency.hz", "50", "topics.count", "2"));
        assertThat(poll(task)).hasSize(2);

        clock.advanceMs(60_000);
        List<SourceRecord> minute = new ArrayList<>();
        for (List<SourceRecord> batch = poll(task); !batch.isEmpty(); batch = poll(task)) {
            minute.addAll(batch);
        }

        assertThat(minute).hasSize(2 * 3000);
        assertThat(minute).allMatch(record -> record.timestamp() == clock.millis());
        assertThat(((Struct) minute.get(5999).value()).getInt64("sequence")).isEqualTo(3000);
    }

    @Test
    void goesOnBehindTheStoredOffsetsAlsoWithOtherTasks() throws Exception {
        Map<String, String> settings = Map.of("frequency.hz", "0", "topics.count", "3", "batch.records.max", "7");
        List<SourceRecord> uninterrupted = new ArrayList<>();
        TelemetrySourceTask whole = started(settings);
        for (int i = 0; i < 6; i++) {
            uninterrupted.addAll(poll(whole));
        }

        List<SourceRecord> pieces = new ArrayList<>();
        TelemetrySourceTask first = started(settings);
        for (int i = 0; i < 3; i++) {
            pieces.addAll(poll(first));
        }
        offsets.store(pieces);
        clock.advanceMs(10_000);
        for (int number = 0; number < 3; number++) {
            Map<String, String> share = new HashMap<>(settings);
            share.put("telemetry.task.number", String.valueOf(number));
            share.put("telemetry.task.count", "3");
            pieces.addAll(poll(started(share)));
        }

        assertThat(values(pieces).subList(0, 42)).containsExactlyInAnyOrderElementsOf(values(uninterrupted));
    }

    @Test
    void endsAfterTheLastMessageAndStaysThereAfterARestart() throws Exception {
        Map<String, String> settings = Map.of("frequency.hz", "0", "messages.max", "5");
        TelemetrySourceTask task = started(settings);
        List<SourceRecord> records = poll(task);
        assertThat(records).hasSize(5);
        offsets.store(records);
        task.stop();

        TelemetrySourceTask again = started(settings);
        again.stop();
        assertThat(poll(again)).isEmpty();
    }

    @Test
    void returnsFromPollOnceStopped() throws Exception {
        TelemetrySourceTask task = started(Map.of("frequency.hz", "0.000001"));
        poll(task);
        task.stop();

        assertThat(poll(task)).isEmpty();
    }

    @Test
    void keysByIndexAndDrivesWideRecords() throws Exception {
        TelemetrySourceTask task = started(Map.of(
                "key",
                "sal-index",
                "sal.index.count",
                "3",
                "fields.count",
                "812,2912",
                "topics.count",
                "2",
                "fields.types",
                "double:40,long:8,int:6,string:4,boolean:2",
                "arrays.count",
                "2"));

        List<SourceRecord> records = poll(task);

        assertThat(records).allMatch(record -> record.key().equals(1));
        assertThat(records.get(0).valueSchema().fields()).hasSize(812 + 12);
        assertThat(records.get(1).valueSchema().fields()).hasSize(2912 + 12);
    }

    private TelemetrySourceTask started(Map<String, String> settings) {
        TelemetrySourceTask task = new TelemetrySourceTask(clock);
        task.initialize(offsets);
        task.start(settings);
        return task;
    }

    private static List<SourceRecord> poll(TelemetrySourceTask task) throws InterruptedException {
        List<SourceRecord> records = task.poll();
        return records == null ? List.of() : records;
    }

    private static List<Object> values(List<SourceRecord> records) {
        return records.stream().map(SourceRecord::value).toList();
    }

    /** A clock that stands until it is set. */
    private static final class SettableClock extends Clock {
        private long ms = 1_700_000_000_000L;

        void advanceMs(long span) {
            ms += span;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(ms);
        }
    }
}
