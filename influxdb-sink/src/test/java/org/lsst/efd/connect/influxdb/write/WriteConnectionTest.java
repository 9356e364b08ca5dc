package org.lsst.efd.connect.influxdb.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lsst.efd.connect.influxdb.write.FakeServer.Answer;
import org.lsst.efd.connect.influxdb.write.WriteOutcome.Misconfigured;
import org.lsst.efd.connect.influxdb.write.WriteOutcome.Rejected;
import org.lsst.efd.connect.influxdb.write.WriteOutcome.TooLarge;
import org.lsst.efd.connect.influxdb.write.WriteOutcome.Unavailable;
import org.lsst.efd.connect.influxdb.write.WriteOutcome.Written;

final class WriteConnectionTest {
    private static final byte[] LINES = "x\nm v=1 1\nm v=2 2\ny".getBytes(StandardCharsets.UTF_8);

    private final FakeServer server = new FakeServer();
    private Duration requestTimeout = Duration.ofSeconds(30);

    @AfterEach
    void closeServer() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // 1.x /write
                "204||Written|",
                "400|{\"error\":\"partial write: unable to parse 'm v=secret 1': invalid number dropped=0\"}|Rejected|PARSE",
                "400|{\"error\":\"unable to parse 'm v=secret': bad\\nunable to parse 'secret': missing fields\"}|Rejected|PARSE",
                "400|{\"error\":\"partial write: field type conflict: input field \\\"v\\\" on measurement \\\"m\\\" is type float, already exists as type integer dropped=1\"}|Rejected|CONFLICT",
                "400|{\"error\":\"partial write: points beyond retention policy dropped=1\"}|Rejected|EXPIRED",
                "400|{\"error\":\"unable to parse 'secret': max key length exceeded: 65537 > 65535\"}|Rejected|SIZE",
                "400|{\"error\":\"partial write: max-values-per-tag limit exceeded (100000/100000) dropped=1\"}|Rejected|OTHER",
                "404|{\"error\":\"database not found: \\\"efd\\\"\"}|Misconfigured|",
                "401|{\"error\":\"authorization failed\"}|Misconfigured|",
                "403|{\"error\":\"not authorized\"}|Misconfigured|",
                "413|{\"error\":\"Request Entity Too Large\"}|TooLarge|",
                "500|{\"error\":\"timeout\"}|Unavailable|",
                "500|{\"error\":\"retention policy not found: p\"}|Unavailable|",
                "503|Unavailable|Unavailable|",
                // 2.x
                "422|{\"code\":\"unprocessable entity\",\"message\":\"failure writing points: partial write: field type conflict\"}|Rejected|CONFLICT",
                "429||Unavailable|",
                "400|{\"code\":\"invalid\",\"message\":\"unable to parse 'm v=secret': bad\"}|Rejected|PARSE",
                // 3.x
                "400|{\"error\":\"parsing failed for write_lp endpoint\",\"data\":{\"original_line\":\"secret\"}}|Rejected|PARSE",
                // whatever else stands in the way
                "302||Refused|",
                "405|no|Refused|",
                "502|<html>secret</html>|Unavailable|",
            })
    void tellsWhatAnAnswerMeans(int status, String body, String outcome, String kind) {
        server.then(Answer.of(status, body == null ? "" : body));

        WriteOutcome answer = write(WriteApi.V1, OptionalInt.empty());

        assertThat(answer.getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(answer.toString()).doesNotContain("secret");
        if (answer instanceof Rejected rejected) {
            assertThat(rejected.kind()).hasToString(kind);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|partial write: field type conflict: input field \\\"v\\\" dropped=7|7",
                "422|failure writing points: partial write: field type conflict: dropped=12|12",
                "400|partial write: points beyond retention policy dropped=3|3",
                "400|partial write: field type conflict: input field \\\" dropped=5\\\" is float|0",
                "400|partial write: unable to parse 'm v=1': invalid number dropped=2|0",
            })
    void tellsHowManyLinesWereRefusedWhereTheServerCanBeBelieved(int status, String reason, int dropped) {
        server.then(Answer.of(status, "{\"error\":\"" + reason + "\"}"));

        assertThat(write(WriteApi.V1, OptionalInt.empty()))
                .isInstanceOfSatisfying(Rejected.class, rejected -> assertThat(rejected.dropped())
                        .isEqualTo(dropped));
    }

    @Test
    void sendsExactlyTheLinesToTheEndpointOfEachApi() {
        assertThat(write(WriteApi.V1, OptionalInt.empty())).isInstanceOf(Written.class);
        assertThat(write(WriteApi.V2, OptionalInt.of(1))).isInstanceOf(Written.class);

        FakeServer.Asked first = server.asked().get(0);
        assertThat(first.path()).isEqualTo("/write");
        assertThat(first.query()).isEqualTo("db=efd&precision=u&rp=autogen");
        assertThat(first.headers().getFirst("Content-Length")).isEqualTo("16");
        assertThat(first.headers().getFirst("Authorization")).isEqualTo("Token abc");
        FakeServer.Asked second = server.asked().get(1);
        assertThat(second.path()).isEqualTo("/api/v2/write");
        assertThat(second.query()).isEqualTo("org=o&bucket=efd&precision=us");
        assertThat(second.headers().getFirst("Content-Encoding")).isEqualTo("gzip");
        assertThat(server.asked()).extracting(FakeServer.Asked::body).containsOnly("m v=1 1\nm v=2 2\n");
    }

    @Test
    void waitsAsTheServerAsksButNotForHours() {
        server.then(
                new Answer(503, Map.of("Retry-After", "7"), ""),
                new Answer(429, Map.of("Retry-After", "86400"), ""),
                new Answer(429, Map.of("Retry-After", "Fri, 01 Jan 2100 00:00:00 GMT"), ""));

        assertThat(retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(retryAfter()).isEqualTo(Duration.ofMinutes(10));
        assertThat(retryAfter()).isEqualTo(Duration.ZERO);
    }

    private Duration retryAfter() {
        return ((Unavailable) write(WriteApi.V1, OptionalInt.empty())).retryAfter();
    }

    @Test
    void readsOnlyTheBeginningOfAHugeErrorBody() {
        String huge = "{\"error\":\"unable to parse 'secret" + "x".repeat(2_400_000);
        server.then(new Answer(400, Map.of(), huge));

        assertThat(write(WriteApi.V1, OptionalInt.empty()))
                .isEqualTo(new Rejected("HTTP 400: unable to parse", RejectionKind.PARSE, 0));
        assertThat(write(WriteApi.V1, OptionalInt.empty())).isInstanceOf(Written.class);
    }

    @Test
    void takesALostConnectionForUnavailable() {
        server.then(Answer.reset(), Answer.reset());

        assertThat(write(WriteApi.V1, OptionalInt.empty()))
                .isInstanceOfSatisfying(Unavailable.class, away -> assertThat(away.isInternalError())
                        .isFalse());
        server.close();
        assertThat(write(WriteApi.V1, OptionalInt.empty())).isInstanceOf(Unavailable.class);
    }

    @Test
    void givesUpWaitingForAServerThatHangs() throws Exception {
        requestTimeout = Duration.ofMillis(300);
        CountDownLatch end = new CountDownLatch(1);
        server.answering(request -> {
            await(end);
            return Answer.of(204, "");
        });

        assertThat(write(WriteApi.V1, OptionalInt.empty())).isInstanceOf(Unavailable.class);
        end.countDown();
    }

    @Test
    void endsTheRequestInFlightWhenClosed() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        server.answering(request -> {
            asked.countDown();
            await(end);
            return Answer.of(204, "");
        });
        WriteConnection connection = connection(WriteApi.V1, OptionalInt.empty());
        AtomicReference<WriteOutcome> outcome = new AtomicReference<>(new Misconfigured("none"));
        Thread sender = new Thread(() -> outcome.set(connection.write(LINES, 2, 16)));
        sender.start();
        asked.await();

        connection.cancel();

        sender.join();
        assertThat(outcome.get()).isInstanceOf(Unavailable.class);
        end.countDown();
    }

    @Test
    void doesNotCallTooLargeARejection() {
        server.then(Answer.of(413, "{\"error\":\"Request Entity Too Large\"}"));

        assertThat(write(WriteApi.V1, OptionalInt.empty()))
                .isEqualTo(new TooLarge("HTTP 413: Request Entity Too Large"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private WriteOutcome write(WriteApi api, OptionalInt gzipLevel) {
        try (WriteConnection connection = connection(api, gzipLevel)) {
            return connection.write(LINES, 2, 16);
        }
    }

    private WriteConnection connection(WriteApi api, OptionalInt gzipLevel) {
        HttpSetup setup = new HttpSetup(
                Optional.of(HttpSetup.token("abc")), Duration.ofSeconds(10), requestTimeout, 1, Optional.empty());
        OkHttpClient http = setup.client();
        WriteTarget target = new WriteTarget(server.url(), api, "efd", "autogen", "o", Precision.US);
        return new WriteConnection(http, target, gzipLevel);
    }
}
