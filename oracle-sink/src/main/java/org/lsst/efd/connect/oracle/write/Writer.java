package org.lsst.efd.connect.oracle.write;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.errors.BadRecords;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.dialect.FailureKind;
import org.lsst.efd.connect.oracle.offsets.Opening;
import org.lsst.efd.connect.oracle.schema.Layout;
import org.lsst.efd.connect.oracle.schema.SchemaKeeper;
import org.lsst.efd.connect.oracle.table.TableName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that talks to the database: claims partitions, writes transactions in order, and tries again what failed.
 *
 * <p>Methods are those of the task thread; what is shared is guarded by the monitor of this object.
 */
public final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final long STOP_LIMIT_MS = 2000;
    private static final long MAINTENANCE_MS = Duration.ofHours(1).toMillis();
    private static final long FIRST_MAINTENANCE_MS = Duration.ofMinutes(1).toMillis();
    private static final long REPORT_POLL_MS = 100;

    /** A table that somebody changes is read again; making good what was dropped may need a second look. */
    private static final int REFRESHES_MAX = 2;

    /** Where rows were bad, more may follow. */
    private static final int CAREFUL_AFTER_BAD = 2;

    private final WriterRules rules;
    private final Reports reports;
    private final WriteCounts counts;
    private final Clock clock;
    private final Persistence persistence;
    private final Thread thread;

    private final ArrayDeque<List<Opening>> claims = new ArrayDeque<>();
    private final ArrayDeque<UnitBatch> queue = new ArrayDeque<>();
    /** What was taken and is not committed: written ahead, or alone. */
    private final ArrayDeque<Transaction> writing = new ArrayDeque<>();

    private boolean isStopped;
    private boolean isFailing;
    private @Nullable ConnectException failure;
    private volatile @Nullable Database database;
    private volatile @Nullable DatabaseFacts facts;

    // of the writer's own thread
    private final Map<TableName, Opening> pruners = new HashMap<>();
    private int carefulTransactions;
    private long maintainedMs;

    /**
     * A writer that is not started.
     */
    public Writer(WriterRules rules, BadRecords badRecords, WriteCounts counts, Clock clock) {
        this.rules = rules;
        this.reports = rejected -> report(rejected, badRecords);
        this.counts = counts;
        this.clock = clock;
        this.persistence = new Persistence(rules, counts, clock, new Owner());
        this.maintainedMs = clock.millis() - MAINTENANCE_MS + FIRST_MAINTENANCE_MS;
        this.thread = new Thread(this::run, "oracle-sink-writer-" + rules.connector());
        this.thread.setDaemon(true);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Asks for the ownership of partitions; the openings tell when they are claimed. */
    public synchronized void claim(Collection<Opening> openings) {
        claims.add(List.copyOf(openings));
        notifyAll();
    }

    /** Waits until these are claimed, at most so long; whether they are. */
    public synchronized boolean awaitClaimed(Collection<Opening> openings, long limitMs) {
        return await(() -> openings.stream().allMatch(Opening::isClaimed), limitMs);
    }

    /** Hands over rows to be written. */
    public synchronized void submit(UnitBatch batch) {
        queue.add(batch);
        notifyAll();
    }

    /** Waits until nothing of these openings is to be written, at most so long, and not while the database is away. */
    public synchronized void awaitWritten(Set<Opening> openings, long limitMs) {
        await(() -> isFailing || !holdsAny(openings), limitMs);
    }

    private synchronized boolean holdsAny(Set<Opening> openings) {
        return writing.stream().anyMatch(transaction -> transaction.holdsAny(openings))
                || queue.stream().anyMatch(batch -> batch.holdsAny(openings));
    }

    private synchronized boolean await(BooleanSupplier condition, long limitMs) {
        long deadlineNs = System.nanoTime() + limitMs * 1_000_000;
        while (!condition.getAsBoolean() && failure == null && !isStopped) {
            long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return false;
            }
            try {
                wait(leftMs);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return condition.getAsBoolean();
    }

    /** Whether anything is being written or waits for it. */
    public synchronized boolean isBusy() {
        return !queue.isEmpty() || !writing.isEmpty() || !claims.isEmpty();
    }

    /** Whether more rows could be written at once. */
    public synchronized boolean isIdle() {
        return queue.isEmpty() && claims.isEmpty() && writing.size() < rules.channels();
    }

    /** Why the task must fail; null if it need not. */
    public synchronized @Nullable ConnectException failure() {
        return failure;
    }

    /** Ends; what is not committed is left out. */
    @Override
    public void close() {
        synchronized (this) {
            isStopped = true;
            notifyAll();
        }
        try {
            thread.join(STOP_LIMIT_MS);
            if (thread.isAlive()) {
                Database open = database;
                if (open != null) {
                    open.abort();
                }
                thread.interrupt();
                thread.join(STOP_LIMIT_MS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                Runnable work = next();
                if (work == null) {
                    return;
                }
                work.run();
            }
        } catch (ConnectException spent) {
            fail(spent);
        } catch (RuntimeException | Error unexpected) {
            fail(new ConnectException("the writer failed: " + unexpected, unexpected));
        } finally {
            Database open = database;
            if (open != null) {
                open.close();
            }
        }
    }

    private synchronized void fail(ConnectException cause) {
        if (!isStopped) {
            failure = cause;
        }
        notifyAll();
    }

    private synchronized @Nullable Runnable next() {
        while (!isStopped) {
            List<Opening> claim = claims.peek();
            if (claim != null && writing.isEmpty()) {
                return () -> perform(claim);
            }
            if (claim == null && !queue.isEmpty() && writing.size() < rules.channels()) {
                Transaction transaction = new Transaction(takeBatches());
                writing.add(transaction);
                return () -> begin(transaction);
            }
            if (!writing.isEmpty()) {
                return this::finishOldest;
            }
            long nowMs = clock.millis();
            if (nowMs - maintainedMs >= MAINTENANCE_MS && !pruners.isEmpty()) {
                maintainedMs = nowMs;
                return this::prune;
            }
            try {
                wait(MAINTENANCE_MS / 60);
            } catch (InterruptedException stopped) {
                return null;
            }
        }
        return null;
    }

    /** What waits, in equal shares for all connections. */
    private synchronized List<UnitBatch> takeBatches() {
        long waiting = queue.stream().mapToLong(UnitBatch::bytes).sum();
        long share =
                Math.min(waiting / (rules.channels() - writing.size()), rules.transactionBytes() / rules.channels());
        List<UnitBatch> taken = new ArrayList<>();
        long bytes = 0;
        for (UnitBatch batch = queue.peek(); batch != null; batch = queue.peek()) {
            if (!taken.isEmpty() && bytes + batch.bytes() > share) {
                break;
            }
            bytes += batch.bytes();
            taken.add(queue.remove());
        }
        return taken;
    }

    private void perform(List<Opening> openings) {
        List<Opening> open =
                openings.stream().filter(opening -> !opening.isClosed()).toList();
        boolean isDone = open.isEmpty()
                || persistence.attempt(
                        "claiming partitions", () -> connected().transactions().claim(open));
        synchronized (this) {
            if (isDone) {
                claims.remove();
            }
            notifyAll();
        }
    }

    private Database connected() throws SQLException {
        Database known = database;
        if (known == null) {
            known = Database.connect(rules, counts, reports, this::isStopped);
            database = known;
        }
        if (facts == null) {
            facts = known.facts();
        }
        return known;
    }

    /** What the database tells, once it was reached. */
    public Optional<DatabaseFacts> facts() {
        return Optional.ofNullable(facts);
    }

    /** Statements that are prepared on the connection of the rows. */
    public int openStatements() {
        Database known = database;
        return known == null ? 0 : known.openStatements();
    }

    /** Where rows can be written on several connections; empty before the database was reached. */
    private Optional<WriteAhead> ahead() {
        return Optional.ofNullable(database).flatMap(Database::ahead);
    }

    private void begin(Transaction transaction) {
        boolean isBegun = carefulTransactions == 0
                && ahead().map(ahead -> ahead.begin(transaction)).orElse(false);
        if (!isBegun) {
            while (ahead().map(ahead -> !ahead.isEmpty()).orElse(false) && !isStopped()) {
                finishOldest();
            }
            perform(new Writing(transaction));
        }
    }

    /** Ends the oldest of the transactions that were begun; after a failure all of them are written one by one. */
    private void finishOldest() {
        try {
            WriteAhead ahead = ahead().orElseThrow();
            WriteAhead.Outcome outcome = ahead.finish();
            if (outcome.isCommitted()) {
                counts.committed(outcome.transaction().rowCount(), outcome.tookNs());
                written(outcome.transaction());
                return;
            }
            List<Transaction> later = ahead.withdraw();
            Writing again = new Writing(outcome.transaction());
            if (outcome.failure() != null) {
                FailureKind kind = rules.dialect().classify(outcome.failure());
                counts.failed(kind);
                again.prepareNext(kind);
                if (kind == FailureKind.RECONNECT) {
                    Optional.ofNullable(database).ifPresent(Database::disconnect);
                }
            }
            perform(again);
            later.forEach(transaction -> perform(new Writing(transaction)));
        } catch (InterruptedException stopped) {
            LOG.debug("Transactions that were begun are left out: {}", stopped.getMessage());
        }
    }

    private void perform(Writing attempt) {
        if (persistence.attempt("writing", attempt)) {
            written(attempt.transaction);
        }
    }

    private void written(Transaction transaction) {
        pruners.putAll(transaction.pruners());
        transaction.release();
        synchronized (this) {
            writing.remove(transaction);
            notifyAll();
        }
    }

    private final class Writing implements Persistence.Attempt {
        private final Transaction transaction;
        private boolean isCareful = carefulTransactions > 0;
        private boolean hasRaced;
        private int refreshes;

        Writing(Transaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public void run() throws SQLException, InterruptedException {
            long beganNs = System.nanoTime();
            connected().transactions().write(transaction, isCareful);
            counts.committed(transaction.rowCount(), System.nanoTime() - beganNs);
            carefulTransactions = transaction.hasReported() ? CAREFUL_AFTER_BAD : Math.max(0, carefulTransactions - 1);
        }

        @Override
        public boolean prepareNext(FailureKind kind) {
            if (kind == FailureKind.SCHEMA) {
                forget(transaction);
                return refreshes++ < REFRESHES_MAX;
            }
            boolean isRace = kind == FailureKind.DUPLICATE && !hasRaced && !isCareful;
            if (isRace) {
                hasRaced = true;
                // two tasks have upserted the same key at once: now one of the rows is there
                return true;
            }
            if (TableWriter.isOfRows(kind) && !isCareful) {
                isCareful = true;
                carefulTransactions = CAREFUL_AFTER_BAD;
                return true;
            }
            return false;
        }
    }

    private void forget(Transaction transaction) {
        Database known = database;
        if (known != null) {
            transaction.specs().forEach(spec -> known.schema().forget(spec.name()));
        }
    }

    /** Hands bad rows to the task thread and waits for it, with the transaction open. */
    private void report(List<Rejected> rejected, BadRecords badRecords) throws InterruptedException {
        CountDownLatch durable = new CountDownLatch(rejected.size());
        for (Rejected one : rejected) {
            counts.rejected(one.kind());
            badRecords.handOver(
                    one.row().record().source(),
                    one.kind(),
                    one.row().record().error(one.reason()),
                    durable::countDown);
        }
        while (!durable.await(REPORT_POLL_MS, TimeUnit.MILLISECONDS)) {
            if (isStopped()) {
                throw new InterruptedException("the task stops before its reports are durable");
            }
        }
    }

    private synchronized boolean isStopped() {
        return isStopped;
    }

    /** What trying again depends on. */
    private final class Owner implements Persistence.Owner {
        @Override
        public boolean isStopped() {
            return Writer.this.isStopped();
        }

        @Override
        public void setFailing(boolean isIt) {
            synchronized (Writer.this) {
                if (isFailing && !isIt) {
                    LOG.info("{} is available again", rules.dialect().name());
                }
                isFailing = isIt;
                Writer.this.notifyAll();
            }
        }

        @Override
        public void pause(long ms) {
            await(() -> isStopped, ms);
        }

        @Override
        public Optional<Database> database() {
            return Optional.ofNullable(database);
        }
    }

    /** Drops old partitions of the tables whose partition 0 is ours. */
    private void prune() {
        pruners.values().removeIf(Opening::isClosed);
        Database known = database;
        if (known == null) {
            return;
        }
        SchemaKeeper schema = known.schema();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (Layout layout : schema.layouts()) {
            boolean isOurs = layout.mark().isPresent()
                    && pruners.containsKey(layout.spec().name())
                    && Dialect.isPartitioned(layout.spec().policy());
            if (isOurs) {
                persistence.attempt("dropping old partitions", () -> {
                    for (Layout.Part part : layout.parts()) {
                        counts.partitionsDropped(
                                schema.partitions(part, layout.spec()).prune(today));
                    }
                });
            }
        }
    }
}
