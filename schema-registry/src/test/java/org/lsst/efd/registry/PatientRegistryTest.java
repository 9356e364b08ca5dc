package org.lsst.efd.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.registry.InTestRegistry.Fault;
import org.lsst.efd.registry.Outcome.Absent;
import org.lsst.efd.registry.Outcome.Found;
import org.lsst.efd.registry.Outcome.Refusal;
import org.lsst.efd.registry.Outcome.Refused;
import org.lsst.efd.registry.Outcome.Unavailable;
import org.lsst.efd.registry.PatientRegistry.Patience;

final class PatientRegistryTest {
    private static final RegistrySchema INT = RegistrySchema.avro("\"int\"");
    private static final Found<Schema> FOUND_INT = new Found<>(Schema.create(Schema.Type.INT));

    private final InTestRegistry registry = InTestRegistry.start();
    private final FakeTime time = new FakeTime();
    private final Instant start = time.instant();
    private final RegistryClient client = RegistryClient.open(RegistryOptions.of(registry.url()), time, time);
    private final PatientRegistry patient = new PatientRegistry(client, Patience.DEFAULTS, time, time);

    @AfterEach
    void stop() {
        registry.close();
    }

    private Duration passed() {
        return Duration.between(start, time.instant());
    }

    private void putAfter(Duration delay, int id) {
        Instant due = time.instant().plus(delay);
        time.afterSleep(now -> {
            if (!now.isBefore(due) && registry.contents().isEmpty()) {
                registry.put(new RegisteredSchema("s", 1, id, INT));
            }
        });
    }

    @Test
    void findsASchemaThatComesTwentySecondsAfterItsData() {
        putAfter(Duration.ofSeconds(20), 7);

        assertThat(patient.avroSchema(7)).isEqualTo(FOUND_INT);
        assertThat(passed()).isEqualTo(Duration.ofSeconds(20));
        assertThat(registry.requests()).hasSize(3);
    }

    @Test
    void givesUpOnAnUnknownIdAfterItsTimeAndAsksOncePerTimeToLive() {
        assertThat(patient.avroSchema(7)).isInstanceOf(Absent.class);
        assertThat(passed()).isEqualTo(Duration.ofMinutes(1));
        assertThat(registry.requests().size()).isBetween(6, 7);

        long asked = registry.requests().size();
        for (int record = 0; record < 1_000; record++) {
            assertThat(patient.avroSchema(7)).isInstanceOf(Absent.class);
        }
        assertThat(passed()).isEqualTo(Duration.ofMinutes(1));
        assertThat(registry.requests().size()).isLessThanOrEqualTo((int) asked + 1);
    }

    @Test
    void findsAnIdItGaveUpOn() {
        patient.avroSchema(7);
        registry.put(new RegisteredSchema("s", 1, 7, INT));
        time.pass(Duration.ofSeconds(10));

        assertThat(patient.avroSchema(7)).isEqualTo(FOUND_INT);
    }

    @Test
    void waitsForAThousandUnknownIdsNoLongerThanTheBudget() {
        for (int id = 1; id <= 1_000; id++) {
            assertThat(patient.avroSchema(id)).isInstanceOf(Absent.class);
        }

        assertThat(passed()).isEqualTo(Duration.ofMinutes(2));
        assertThat(registry.requests().size()).isBetween(1_000, 1_013);
    }

    @Test
    void hasANewBudgetWhenThePeriodIsOver() {
        patient.avroSchema(1);
        patient.avroSchema(2);
        patient.avroSchema(3);
        assertThat(passed()).isEqualTo(Duration.ofMinutes(2));

        // the first wait was over 60 s after the start: 5 minutes later it no longer counts
        time.pass(Duration.ofMinutes(4));
        Duration before = passed();
        patient.avroSchema(4);
        assertThat(passed().minus(before)).isEqualTo(Duration.ofMinutes(1));
        patient.avroSchema(5);
        assertThat(passed().minus(before)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void waitsForARegistryThatIsAway() {
        registry.put(new RegisteredSchema("s", 1, 7, INT));
        registry.goAway();
        time.afterSleep(now -> {
            if (passed().compareTo(Duration.ofMinutes(1)) > 0) {
                registry.comeBack();
            }
        });

        assertThat(patient.avroSchema(7)).isEqualTo(FOUND_INT);
        assertThat(passed()).isBetween(Duration.ofMinutes(1), Duration.ofSeconds(80));
    }

    @Test
    void givesUpOnARegistryThatStaysAway() {
        registry.failWith(Fault.status(503));

        assertThat(patient.avroSchema(7)).isInstanceOf(Unavailable.class);
        assertThat(passed()).isEqualTo(Duration.ofMinutes(2));
        int asked = registry.requests().size();
        assertThat(patient.avroSchema(8)).isInstanceOf(Unavailable.class);
        assertThat(passed()).isEqualTo(Duration.ofMinutes(2));
        assertThat(registry.requests()).hasSize(asked + 1);
    }

    @Test
    void countsTheTimeOfRequestsThatFailed() {
        registry.onRequest(request -> {
            time.pass(Duration.ofSeconds(10));
            return java.util.Optional.of(Fault.status(503));
        });

        assertThat(patient.avroSchema(7)).isInstanceOf(Unavailable.class);
        // the last request begins within the time and may end after it
        assertThat(passed()).isBetween(Duration.ofMinutes(2), Duration.ofSeconds(130));
    }

    @Test
    void doesNotWaitForAnAnswerThatIsARefusalOrAnAbsence() {
        registry.failWith(Fault.status(401));

        assertThat(patient.avroSchema(7)).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.reason())
                .isEqualTo(Refusal.NOT_AUTHORIZED));
        registry.recover();
        assertThat(patient.awaitAnswer(asked -> asked.lookUp("s", INT, false))).isInstanceOf(Absent.class);
        assertThat(time.sleeps()).isEmpty();
    }

    @Test
    void registersAfterAnOutage() {
        registry.failWith(Fault.dropped());
        time.afterSleep(now -> registry.recover());

        assertThat(patient.awaitAnswer(asked -> asked.register("s", INT, false)))
                .isEqualTo(new Found<>(1));
        assertThat(time.sleeps()).hasSize(1);
    }

    @Test
    void waitsWhereNothingIsRememberedAndNoWaitIsSet() {
        CacheOptions none = new CacheOptions(1, 0, Duration.ZERO, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        RegistryOptions options =
                RegistryOptions.of(registry.url()).with(none).with(new RetryOptions(0, Duration.ZERO, Duration.ZERO));
        PatientRegistry hasty =
                new PatientRegistry(RegistryClient.open(options, time, time), Patience.DEFAULTS, time, time);

        assertThat(hasty.avroSchema(7)).isInstanceOf(Absent.class);
        registry.failWith(Fault.status(503));
        assertThat(hasty.avroSchema(8)).isInstanceOf(Unavailable.class);
        assertThat(registry.requests().size()).isLessThan(1_300);
    }

    @Test
    void stopsWaitingWhenInterrupted() {
        time.afterSleep(now -> Thread.currentThread().interrupt());

        assertThat(patient.avroSchema(7))
                .isInstanceOfSatisfying(Unavailable.class, away -> assertThat(away.isInterrupted())
                        .isTrue());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(time.sleeps()).hasSize(1);
    }

    @Test
    void neverWaitsMoreThanTheBudgetInAnyPeriod() {
        List<Instant[]> waits = new ArrayList<>();
        for (int id = 1; id <= 60; id++) {
            Instant before = time.instant();
            patient.avroSchema(id);
            waits.add(new Instant[] {before, time.instant()});
            time.pass(Duration.ofSeconds(id * 7L % 40));
        }

        for (Instant[] last : waits) {
            Instant from = last[1].minus(Duration.ofMinutes(5));
            Duration inPeriod = waits.stream()
                    .filter(wait -> wait[1].isAfter(from) && !wait[1].isAfter(last[1]))
                    .map(wait -> Duration.between(wait[0].isAfter(from) ? wait[0] : from, wait[1]))
                    .reduce(Duration.ZERO, Duration::plus);
            assertThat(inPeriod).isLessThanOrEqualTo(Duration.ofMinutes(2));
        }
    }
}
