package org.lsst.efd.connect.replication.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InFlightTest {
    private static final long LONG_MS = TimeUnit.MINUTES.toMillis(5);

    private final SourceRecord first = record(1_000);
    private final SourceRecord second = record(2_000);
    private final InFlight inFlight = new InFlight(4_800);

    private static SourceRecord record(int bytes) {
        return new SourceRecord(Map.of(), Map.of(), "t", Schema.BYTES_SCHEMA, new byte[bytes]);
    }

    @Test
    void thereIsRoomUntilTooMuchIsOnItsWay() throws InterruptedException {
        assertThat(inFlight.awaitRoom(0)).isEqualTo(InFlight.UNLIMITED);
        inFlight.handed(List.of(first));
        assertThat(inFlight.awaitRoom(0)).isEqualTo(2_400);
        inFlight.handed(List.of(second));
        assertThat(inFlight.awaitRoom(0)).isZero();
        inFlight.delivered(second);
        assertThat(inFlight.awaitRoom(0)).isEqualTo(2_400);
        inFlight.delivered(first);
        assertThat(inFlight.awaitRoom(0)).isEqualTo(InFlight.UNLIMITED);
    }

    @Test
    @Timeout(60)
    void anArrivalEndsTheWait() throws Exception {
        inFlight.handed(List.of(first, second));
        CompletableFuture<Long> wait = CompletableFuture.supplyAsync(() -> {
            try {
                return inFlight.awaitRoom(LONG_MS);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
        Thread.sleep(20);
        inFlight.delivered(second);
        assertThat(wait.get()).isEqualTo(2_400);
    }

    @Test
    @Timeout(60)
    void whereNothingArrivesBeforeTheEndOfATransactionItIsNotWaitedForTwice() throws InterruptedException {
        inFlight.handed(List.of(first, second));
        assertThat(inFlight.awaitRoom(10)).as("nothing arrived").isEqualTo(2_400);
        inFlight.handed(List.of(second));
        assertThat(inFlight.awaitRoom(LONG_MS)).as("still nothing").isEqualTo(2_400);
        inFlight.delivered(first);
        assertThat(inFlight.awaitRoom(0)).as("something arrived").isZero();
    }
}
