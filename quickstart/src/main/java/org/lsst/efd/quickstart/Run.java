package org.lsst.efd.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.lsst.efd.quickstart.audit.Audit;
import org.lsst.efd.quickstart.audit.AuditResult;
import org.lsst.efd.quickstart.latency.LatencyProbe;
import org.lsst.efd.quickstart.process.StackException;
import org.lsst.efd.quickstart.stage.Reading;
import org.lsst.efd.quickstart.stage.Site;
import org.lsst.efd.quickstart.stage.StageWatch;
import org.lsst.efd.quickstart.table.LiveTable;

/** Shows what flows, ends production when the time is over, waits for the last record, and audits. Not thread-safe. */
final class Run implements AutoCloseable {
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration SILENCE_LIMIT = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int STEPS_PER_TABLE_IN_A_LOG = 5;

    private final Installation installation;
    private final OptionalInt seconds;
    private final boolean failsWithTasks;
    private final LiveTable table;
    private final int stepsPerTable;
    private final StageWatch watch;
    private final LatencyProbe latency;
    private final long beginNs = System.nanoTime();
    private int steps;

    /** What the screen is, and how long it is looked at. */
    record Screen(PrintStream out, boolean isTerminal, int width) {}

    /**
     * A run.
     *
     * @param seconds how long telemetry flows; without it, for ever
     * @param failsWithTasks whether a failed task ends it; if not, somebody restarts failed tasks
     */
    Run(Installation installation, OptionalInt seconds, boolean failsWithTasks, Screen screen) {
        this.installation = installation;
        this.seconds = seconds;
        this.failsWithTasks = failsWithTasks;
        this.table = new LiveTable(screen.out(), screen.isTerminal(), screen.width());
        this.stepsPerTable = screen.isTerminal() ? 1 : STEPS_PER_TABLE_IN_A_LOG;
        this.watch = new StageWatch(
                installation.stages(),
                Map.of(
                        Site.SUMMIT, installation.cluster(Site.SUMMIT),
                        Site.LDF, installation.cluster(Site.LDF)),
                installation.connect().rest());
        this.latency = new LatencyProbe(installation.influxDb(), watch::producedTopics);
    }

    /** Shows what flows until the time is over. */
    void flow() throws InterruptedException {
        long firstRecord = 0;
        while (firstRecord == 0 || !isOver(firstRecord)) {
            step(seconds.isPresent() ? "ends after " + seconds.getAsInt() + " s" : "Ctrl-C ends it");
            if (firstRecord == 0 && watch.produced() > 0) {
                firstRecord = System.nanoTime();
            }
            if (firstRecord == 0 && System.nanoTime() - beginNs > SILENCE_LIMIT.toNanos()) {
                throw new StackException("nothing has flowed in " + SILENCE_LIMIT.toMinutes() + " minutes");
            }
        }
        latency.close();
    }

    /** Ends production, waits until everything is everywhere or nothing moves any more, and says what was found. */
    AuditResult audit() throws InterruptedException, IOException, SQLException {
        installation.endProduction();
        awaitNoMore("waiting for the last record at LDF", () -> watch.produced() - watch.replicated());
        installation.closeLastWindows();
        Audit audit = installation.audit();
        AuditResult result;
        long end = System.nanoTime() + PATIENCE.toNanos();
        AuditResult before = new AuditResult(List.of(), List.of());
        do {
            awaitNoMore("waiting for the last record everywhere", watch::backlog);
            result = audit.of(watch.producedTopics());
            if (!result.equals(before)) {
                // it still moves
                end = System.nanoTime() + PATIENCE.toNanos();
                before = result;
            }
        } while (!result.isClean() && System.nanoTime() < end);
        table.leave();
        return result;
    }

    /** How many records were produced. */
    long produced() {
        return watch.produced();
    }

    /** From production at the Summit to the result of a query at the LDF, in words. */
    String latency() {
        return latency.latencies().toString();
    }

    @Override
    public void close() {
        latency.close();
        watch.close();
    }

    /** How much is still missing. */
    private interface Missing {
        long count();
    }

    /** Returns when nothing is missing, or when nothing has changed for long. */
    private void awaitNoMore(String what, Missing missing) throws InterruptedException {
        long least = Long.MAX_VALUE;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            step(what);
            long now = missing.count();
            if (now == 0) {
                return;
            }
            if (now < least) {
                least = now;
                end = System.nanoTime() + PATIENCE.toNanos();
            }
        }
    }

    private void step(String what) throws InterruptedException {
        Thread.sleep(STEP.toMillis());
        List<Reading> readings = watch.read();
        if (++steps % stepsPerTable == 0) {
            table.show(readings, headline(what));
        }
        if (failsWithTasks && !watch.failures().isEmpty()) {
            throw new StackException("connector " + watch.failures().get(0));
        }
    }

    private boolean isOver(long firstRecord) {
        return seconds.isPresent()
                && System.nanoTime() - firstRecord
                        >= Duration.ofSeconds(seconds.getAsInt()).toNanos();
    }

    private String headline(String what) {
        long elapsed = Duration.ofNanos(System.nanoTime() - beginNs).toSeconds();
        return String.format(
                Locale.ROOT,
                "EFD Connect   %02d:%02d   %d topics   production to query at LDF: %s   (%s)",
                elapsed / 60,
                elapsed % 60,
                watch.producedTopics().size(),
                latency(),
                what);
    }
}
