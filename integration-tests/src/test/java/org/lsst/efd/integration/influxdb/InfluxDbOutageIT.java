package org.lsst.efd.integration.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lsst.efd.integration.SharedSite;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.integration.sink.DeadLetter;
import org.lsst.efd.integration.sink.NumberedLoad;
import org.lsst.efd.integration.sink.NumbersAudit;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.stack.ConnectWorker;

/** The server is away for long, under load: tasks run on, memory is bounded, and all of it is stored in the end. */
class InfluxDbOutageIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration OUTAGE = Duration.ofSeconds(Soak.rounds(10, 300));
    private static final NumberedLoad.Size LOAD = new NumberedLoad.Size(4, Soak.rounds(250, 500), 20);
    private static final long BUFFER_BYTES = Soak.rounds(4, 64) * 1024L * 1024;
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
    private static final long SLACK_BYTES = 64 * 1024 * 1024;

    @RegisterExtension
    static final SharedSite<InfluxDbSite> SITE = new SharedSite<>(InfluxDbSite.class, InfluxDbSite::start);

    private static InfluxDbSite site;

    @BeforeAll
    static void start() {
        site = SITE.get();
    }

    @Test
    void aLongOutageCostsNoMoreMemoryThanTheBudgetAndNoRecord() throws Exception {
        NumberedLoad load = NumberedLoad.start(site.rest(), site.registry(), "outage", LOAD);
        Map<String, String> config = site.sink("patient", load.topicsRegex());
        config.put("buffer.max.bytes", Long.toString(BUFFER_BYTES));
        config.put("batch.bytes", "500000");
        site.rest().put("patient", config);
        InfluxNumbers stored = new InfluxNumbers(site.queries(), "efd");
        for (String topic : load.topics()) {
            Await.until("records of " + topic, LIMIT, () -> stored.count(topic) > 500);
        }
        long before = liveBytes();

        site.server().kill();
        long end = System.nanoTime() + OUTAGE.toNanos();
        long most = 0;
        while (System.nanoTime() < end) {
            site.rest().awaitRunning("patient", 2);
            most = Math.max(most, liveBytes());
            TimeUnit.SECONDS.sleep(5);
        }
        long atTheEnd = position();
        TimeUnit.SECONDS.sleep(5);
        assertThat(position()).as("committed while nothing can be stored").isEqualTo(atTheEnd);
        System.out.printf(
                "live bytes of both workers: %,d before, %,d at most in an outage of %s; budget of each task %,d%n",
                before, most, OUTAGE, BUFFER_BYTES);
        // two tasks, each with its budget
        assertThat(most - before).isLessThan(2 * BUFFER_BYTES + SLACK_BYTES);

        site.server().start();
        Map<String, Long> produced = load.stop();
        NumbersAudit.assertEachNumberOnce(stored, produced);
        site.rest().awaitRunning("patient", 2);
        assertThat(DeadLetter.all(site.cluster(), "patient-bad")).isEmpty();
        site.rest().delete("patient");
    }

    /** The sum of the committed offsets of the sink. */
    private static long position() throws Exception {
        try (Admin admin = site.cluster().admin()) {
            return admin
                    .listConsumerGroupOffsets("connect-patient")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values()
                    .stream()
                    .flatMapToLong(offset -> LongStream.of(offset.offset()))
                    .sum();
        }
    }

    /** What both workers hold after a full collection. */
    private static long liveBytes() throws IOException, InterruptedException {
        long bytes = 0;
        for (ConnectWorker worker : site.connect().workers()) {
            bytes += liveBytes(worker.process());
        }
        return bytes;
    }

    private static long liveBytes(LocalProcess process) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process histogram = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(histogram.waitFor()).as(text).isZero();
        Matcher total = TOTAL.matcher(text);
        assertThat(total.find()).as(text).isTrue();
        return Long.parseLong(total.group(1));
    }
}
