package org.lsst.efd.connect.common.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BadRecordsTest {
    private final DataException tooLong = new DataException("column name is too long");

    private final List<String> reported = new ArrayList<>();
    private final List<CompletableFuture<Void>> reports = new ArrayList<>();

    @Test
    void withoutToleranceItStopsTheTaskNamingWhereAndWhat() {
        BadRecords records = badRecords(null, false);

        assertThatThrownBy(() -> records.report(record(7), "size", tooLong))
                .isInstanceOf(DataException.class)
                .hasMessage("topic-2@7: column name is too long")
                .hasCause(tooLong);
    }

    @Test
    void withToleranceAndNoQueueItCounts() {
        BadRecords records = badRecords(null, true);
        List<String> done = new ArrayList<>();

        records.report(record(7), "size", tooLong);
        records.handOver(record(8), "time", tooLong, () -> done.add("8"));
        records.settle();

        assertThat(records.countByKind()).isEqualTo(Map.of("size", 1L, "time", 1L));
        assertThat(records.count()).isEqualTo(2);
        assertThat(done).containsExactly("8");
    }

    @Test
    void settleWaitsUntilEveryReportIsDurable() throws Exception {
        BadRecords records = badRecords(this::report, true);
        records.report(record(1), "size", tooLong);
        List<String> done = new ArrayList<>();
        records.handOver(record(2), "size", tooLong, () -> done.add("2"));
        ExecutorService taskThread = Executors.newSingleThreadExecutor();
        try {
            Future<?> settling = taskThread.submit(records::settle);
            while (reportCount() < 2) {
                Thread.onSpinWait();
            }
            complete(0);
            assertThat(settling.isDone()).isFalse();
            complete(1);
            settling.get(60, TimeUnit.SECONDS);
        } finally {
            taskThread.shutdownNow();
        }

        assertThat(reported)
                .containsExactly("topic-2@1: column name is too long", "topic-2@2: column name is too long");
        assertThat(done).containsExactly("2");
    }

    @Test
    void aFailedReportStopsTheTask() {
        BadRecords records = badRecords(
                (record, error) -> CompletableFuture.failedFuture(new IllegalStateException("broker away")), true);
        records.report(record(1), "size", tooLong);

        assertThatThrownBy(records::settle)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("dead letter queue");
    }

    @Test
    void aReportOfARevokedPartitionIsNotWaitedFor() {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        cancelled.cancel(true);
        BadRecords records = badRecords((record, error) -> cancelled, true);
        records.report(record(1), "size", tooLong);

        records.settle();

        assertThat(records.count()).isEqualTo(1);
    }

    private synchronized Future<Void> report(SinkRecord record, Throwable error) {
        reported.add(String.valueOf(error.getMessage()));
        CompletableFuture<Void> report = new CompletableFuture<>();
        reports.add(report);
        return report;
    }

    private synchronized int reportCount() {
        return reports.size();
    }

    private synchronized void complete(int report) {
        reports.get(report).complete(null);
    }

    private static BadRecords badRecords(@Nullable ErrantRecordReporter reporter, boolean areTolerated) {
        return new BadRecords(reporter, areTolerated, Clock.systemUTC());
    }

    private static SinkRecord record(long offset) {
        return new SinkRecord("topic", 2, null, null, null, "value", offset);
    }
}
