package org.lsst.efd.connect.telemetry.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

final class SchedulePropertyTest {
    private static final long START = 1_700_000_000_000_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final Duration LONG = Duration.ofDays(1);

    @Property
    void sendsEachRecordOnceInOrderAndNeverBeforeItIsDue(
            @ForAll @IntRange(min = 1, max = 5) int topics,
            @ForAll @IntRange(min = 1, max = 200) int hz,
            @ForAll @Size(min = 1, max = 50) List<@LongRange(min = 0, max = 300_000_000) Long> steps,
            @ForAll @IntRange(min = 1, max = 40) int batch) {
        Frequency frequency = Frequency.ofHz(hz);
        Schedule schedule = new Schedule(begun(topics, frequency, Long.MAX_VALUE), true, LONG);
        Map<String, Long> next = new HashMap<>();
        long now = START;

        for (long step : steps) {
            now += step;
            List<SourceRecord> records = schedule.take(now, batch);
            assertThat(records.size()).isLessThanOrEqualTo(batch);
            for (SourceRecord record : records) {
                long number = number(record);
                assertThat(number).isEqualTo(next.getOrDefault(record.topic(), 0L));
                assertThat(timeNs(record))
                        .isEqualTo(START + frequency.elapsedNs(number))
                        .isLessThanOrEqualTo(now);
                next.put(record.topic(), number + 1);
            }
            if (records.size() < batch) {
                assertThat(schedule.waitNs(now)).isPositive();
            }
        }
    }

    @Property
    void goesOnAnywhereWithTheSameRecords(
            @ForAll @IntRange(min = 1, max = 100) int count,
            @ForAll @IntRange(min = 0, max = 99) int cut,
            @ForAll @LongRange(min = 0, max = 30) long outageSeconds) {
        List<SourceRecord> whole = drain(begun(2, Frequency.ofHz(3.7), count), START + 1000 * SECOND);
        int kept = Math.min(cut, whole.size());
        Map<Map<String, ?>, Map<String, ?>> stored = new HashMap<>();
        whole.subList(0, kept).forEach(record -> stored.put(record.sourcePartition(), record.sourceOffset()));

        List<TopicStream> again = begun(2, Frequency.ofHz(3.7), count);
        for (TopicStream stream : again) {
            Map<String, ?> offset = stored.get(stream.partition());
            if (offset != null) {
                stream.continueAfter(Position.ofOffset(offset), START + outageSeconds * SECOND);
            }
        }
        List<SourceRecord> resumed = new ArrayList<>(whole.subList(0, kept));
        resumed.addAll(drain(again, START + 1000 * SECOND));

        assertThat(resumed).containsExactlyElementsOf(whole);
    }

    @Example
    void leavesOutWhatIsTooFarBehindAndKeepsTheNumbers() {
        Schedule schedule = new Schedule(begun(2, Frequency.ofHz(10), Long.MAX_VALUE), true, Duration.ofSeconds(5));
        assertThat(schedule.take(START, 100)).hasSize(2);

        long late = START + 3600 * SECOND;
        List<SourceRecord> afterwards = schedule.take(late, 100);

        assertThat(afterwards).hasSize(2);
        assertThat(afterwards).allSatisfy(record -> {
            assertThat(number(record)).isEqualTo(1);
            assertThat(timeNs(record)).isEqualTo(late);
        });
        assertThat(schedule.waitNs(late)).isEqualTo(SECOND / 10);
    }

    @Example
    void makesUpForAShortOutage() {
        Schedule schedule = new Schedule(begun(1, Frequency.ofHz(10), Long.MAX_VALUE), true, Duration.ofSeconds(5));

        List<SourceRecord> records = schedule.take(START + 4 * SECOND, 1000);

        assertThat(records).hasSize(41);
        assertThat(timeNs(records.get(40))).isEqualTo(START + 4 * SECOND);
    }

    @Example
    void runsAllTopicsSideBySideWithoutPacing() {
        Schedule schedule = new Schedule(begun(3, Frequency.ofHz(50), Long.MAX_VALUE), false, Duration.ZERO);

        List<SourceRecord> records = schedule.take(START, 300);

        assertThat(records).hasSize(300);
        assertThat(records.get(299).topic()).isEqualTo("t2");
        assertThat(number(records.get(299))).isEqualTo(99);
        assertThat(timeNs(records.get(299))).isEqualTo(START + 99 * SECOND / 50);
    }

    @Example
    void endsAfterTheLastRecord() {
        Schedule schedule = new Schedule(begun(2, Frequency.ofHz(50), 3), true, LONG);

        assertThat(schedule.take(START + SECOND, 100)).hasSize(6);
        assertThat(schedule.waitNs(START + SECOND)).isEqualTo(Long.MAX_VALUE);
        assertThat(schedule.take(START + SECOND, 100)).isEmpty();
    }

    @Example
    void tellsAFixedStartAndAKeyWhereAsked() {
        TopicStream stream = new TopicStream(
                "generate", "t", Frequency.ofHz(2), new CountingTelemetry(), Long.MAX_VALUE, 7 * SECOND, "salIndex");
        stream.begin(START);
        stream.take(START);

        SourceRecord record = stream.take(START + 5_999_999);

        assertThat(timeNs(record)).isEqualTo(7 * SECOND + SECOND / 2);
        assertThat(record.key()).isEqualTo(1);
        assertThat(record.timestamp()).isEqualTo(START / 1_000_000 + 5);
    }

    private static List<SourceRecord> drain(List<TopicStream> streams, long nowNs) {
        Schedule schedule = new Schedule(streams, false, LONG);
        List<SourceRecord> all = new ArrayList<>();
        while (schedule.waitNs(nowNs) <= 0) {
            all.addAll(schedule.take(nowNs, 7));
        }
        return all;
    }

    private static List<TopicStream> begun(int topics, Pace pace, long count) {
        List<TopicStream> streams = new ArrayList<>();
        for (int i = 0; i < topics; i++) {
            TopicStream stream = new TopicStream("generate", "t" + i, pace, new CountingTelemetry(), count, null, null);
            stream.begin(START);
            streams.add(stream);
        }
        return streams;
    }

    private static long number(SourceRecord record) {
        return ((Struct) record.value()).getInt64("number");
    }

    private static long timeNs(SourceRecord record) {
        return ((Struct) record.value()).getInt64("timeNs");
    }
}
