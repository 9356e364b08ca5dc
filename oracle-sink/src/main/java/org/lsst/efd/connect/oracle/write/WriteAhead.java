package org.lsst.efd.connect.oracle.write;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.sink.Position;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.offsets.Fenced;
import org.lsst.efd.connect.oracle.offsets.OffsetsTable;
import org.lsst.efd.connect.oracle.offsets.Opening;
import org.lsst.efd.connect.oracle.row.Row;
import org.lsst.efd.connect.oracle.row.RowOp;
import org.lsst.efd.connect.oracle.schema.Layout;
import org.lsst.efd.connect.oracle.schema.SchemaKeeper;
import org.lsst.efd.connect.oracle.table.TableName;
import org.lsst.efd.connect.oracle.table.TableSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions side by side, each on its own connection: a database spends one core on a connection. Their rows are
 * written at the same time; positions are moved, and all is committed, in the order of the transactions.
 *
 * <ol>
 *   <li>Only what needs nothing else is written ahead: tables and their partitions are known, rows are added or upserted,
 *       and no upserted key is in a transaction that is not committed. Whatever fails is undone, to be written alone.
 *   <li>Positions are moved last, after those of the transaction before: who has lost a partition, or has written these
 *       rows already, finds out then, and commits nothing.
 *   <li>The database does not know that a later transaction waits for an earlier one. Where the earlier one takes long,
 *       maybe because it waits for locks of the later, the later one is undone; if that has helped, all are written alone
 *       for a while.
 * </ol>
 *
 * <p>Of the writer's thread, but for {@link #abort}.
 */
final class WriteAhead {
    private static final Logger LOG = LoggerFactory.getLogger(WriteAhead.class);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long ALONE_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long RELIEF_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long POLL_MS = 100;

    private final Dialect dialect;
    private final SchemaKeeper schema;
    private final Optional<OffsetsTable> offsets;
    private final List<Channel> channels;
    private final ArrayDeque<Channel> idle;
    private final ArrayDeque<Running> running = new ArrayDeque<>();
    private final BooleanSupplier isStopped;
    private final WriteCounts counts;
    private final ExecutorService threads;

    /** How long the slowest of the last transactions took. */
    private long slowestNs;

    private long aloneUntilNs = System.nanoTime();

    /** A transaction whose rows are being written. */
    private static final class Running {
        private final Transaction transaction;
        private final Content content;
        private final Channel channel;
        private final long beganNs = System.nanoTime();
        /** What its thread was given last; whether it may be committed as far as that goes. */
        private Future<Boolean> step;

        private boolean isUndone;

        Running(Transaction transaction, Content content, Channel channel, Future<Boolean> rows) {
            this.transaction = transaction;
            this.content = content;
            this.channel = channel;
            this.step = rows;
        }

        /** Whether its thread is at rest and there is something to undo. */
        boolean isReady() {
            return step.isDone() && !isUndone;
        }

        void undo() {
            channel.rollback();
            isUndone = true;
        }
    }

    private record RowsOfTable(Layout layout, List<Row> rows) {}

    /**
     * What a transaction writes.
     *
     * @param keys those of rows that are not just added, by table
     */
    private record Content(
            Map<Opening, Position> positions, List<RowsOfTable> tables, Map<TableName, Set<Object>> keys) {
        boolean sharesKeyWith(Content other) {
            return keys.entrySet().stream()
                    .anyMatch(own ->
                            !Collections.disjoint(own.getValue(), other.keys().getOrDefault(own.getKey(), Set.of())));
        }
    }

    /**
     * How a transaction ended.
     *
     * @param isCommitted otherwise it is undone, and is to be written alone
     * @param failure why; null where nothing failed
     * @param tookNs since its first statement
     */
    record Outcome(Transaction transaction, boolean isCommitted, @Nullable SQLException failure, long tookNs) {}

    WriteAhead(
            WriterRules rules,
            SchemaKeeper schema,
            Optional<OffsetsTable> offsets,
            List<Channel> channels,
            WriteCounts counts,
            BooleanSupplier isStopped) {
        this.dialect = rules.dialect();
        this.schema = schema;
        this.offsets = offsets;
        this.channels = List.copyOf(channels);
        this.idle = new ArrayDeque<>(channels);
        this.counts = counts;
        this.isStopped = isStopped;
        this.threads = Executors.newFixedThreadPool(channels.size(), work -> {
            Thread thread = new Thread(work, "oracle-sink-rows-" + rules.connector());
            thread.setDaemon(true);
            return thread;
        });
    }

    boolean isEmpty() {
        return running.isEmpty();
    }

    /** Begins to write the rows of a transaction; false if it is to be written alone. */
    boolean begin(Transaction transaction) {
        Channel channel = idle.peek();
        if (channel == null || System.nanoTime() - aloneUntilNs < 0) {
            return false;
        }
        Optional<Content> ready = content(transaction);
        if (ready.isEmpty() || running.stream().anyMatch(earlier -> ready.get().sharesKeyWith(earlier.content))) {
            return false;
        }
        Content content = ready.get();
        idle.remove();
        running.add(new Running(transaction, content, channel, threads.submit(() -> {
            write(channel, content.tables());
            return true;
        })));
        return true;
    }

    private Optional<Content> content(Transaction transaction) {
        Map<Opening, Position> positions = transaction.openPositions();
        List<RowsOfTable> tables = new ArrayList<>();
        Map<TableName, Set<Object>> keys = new HashMap<>();
        for (TableSpec spec : transaction.specs()) {
            List<Row> rows = transaction.rows(spec, positions.keySet());
            if (rows.isEmpty()) {
                continue;
            }
            Optional<Layout> layout = schema.known(spec);
            if (layout.isEmpty()
                    || !schema.arePartitionsKnown(layout.get(), rows)
                    || rows.stream().anyMatch(row -> row.op() != RowOp.INSERT && row.op() != RowOp.UPSERT)) {
                return Optional.empty();
            }
            Set<Object> changed = KeyReduction.changedKeys(rows, layout.get());
            if (!changed.isEmpty()) {
                keys.put(spec.name(), changed);
            }
            tables.add(new RowsOfTable(layout.get(), rows));
        }
        return tables.isEmpty() ? Optional.empty() : Optional.of(new Content(positions, tables, keys));
    }

    private static void write(Channel channel, List<RowsOfTable> tables) throws SQLException {
        Session session = channel.session();
        channel.tables().begin();
        for (RowsOfTable table : tables) {
            channel.tables().write(session, table.layout(), table.rows());
        }
    }

    /**
     * Ends the oldest transaction.
     *
     * @throws Fenced if another task owns one of its partitions
     * @throws InterruptedException if the writer is to stop
     */
    Outcome finish() throws InterruptedException {
        Running oldest = running.getFirst();
        SQLException failure = null;
        boolean isCommitted = false;
        try {
            isCommitted = !oldest.isUndone && await(oldest) && settle(oldest) && commit(oldest);
        } catch (SQLException failed) {
            LOG.info("A transaction that was written ahead failed ({}); it is written alone", dialect.describe(failed));
            failure = failed;
        } finally {
            if (!isCommitted && oldest.isReady()) {
                oldest.undo();
            }
        }
        running.removeFirst();
        idle.add(oldest.channel);
        long tookNs = System.nanoTime() - oldest.beganNs;
        slowestNs = Math.max(isCommitted ? tookNs : 0, slowestNs - slowestNs / 8);
        return new Outcome(oldest.transaction, isCommitted, failure, tookNs);
    }

    /**
     * Waits for what the thread of the oldest transaction does; false where something else than the database has failed,
     * which is not for here to judge.
     */
    private boolean await(Running oldest) throws SQLException, InterruptedException {
        long beganNs = System.nanoTime();
        long undoneNs = beganNs - RELIEF_NS;
        while (true) {
            try {
                boolean isDone = oldest.step.get(POLL_MS, TimeUnit.MILLISECONDS);
                if (System.nanoTime() - undoneNs < RELIEF_NS) {
                    aloneUntilNs = System.nanoTime() + ALONE_NS;
                }
                return isDone;
            } catch (TimeoutException slow) {
                requireGoingOn();
                boolean isLong = System.nanoTime() - beganNs > Math.max(PATIENCE_NS, 3 * slowestNs);
                if (isLong && undoLater(oldest)) {
                    undoneNs = System.nanoTime();
                }
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof SQLException refused) {
                    throw refused;
                }
                if (failed.getCause() instanceof Fenced fenced) {
                    throw fenced;
                }
                return false;
            }
        }
    }

    /** Maybe the oldest waits for them; whether there were any. */
    private boolean undoLater(Running oldest) {
        List<Running> ready = running.stream()
                .filter(later -> later != oldest && later.isReady())
                .toList();
        if (ready.isEmpty()) {
            return false;
        }
        LOG.info("{} transactions are undone: the one before them takes long", ready.size());
        ready.forEach(Running::undo);
        counts.withdrawn(ready.size());
        return true;
    }

    private void requireGoingOn() throws InterruptedException {
        if (isStopped.getAsBoolean()) {
            throw new InterruptedException("the task stops");
        }
    }

    /** Moves the positions; false if they are not to be moved from where they are to where they shall be. */
    private boolean settle(Running oldest) throws SQLException, InterruptedException {
        Map<Opening, Position> positions = oldest.content.positions();
        if (!oldest.transaction.openPositions().keySet().equals(positions.keySet())) {
            // rows of a partition that was closed meanwhile
            return false;
        }
        // this may wait for locks, too
        oldest.step = threads.submit(() -> {
            Session session = oldest.channel.session();
            boolean isMoved = offsets.isEmpty()
                    || offsets.get().advance(session::prepared, positions).isEmpty();
            oldest.channel.tables().end(session);
            return isMoved;
        });
        return await(oldest);
    }

    private static boolean commit(Running oldest) throws SQLException {
        oldest.channel.session().commit();
        OffsetsTable.committed(oldest.content.positions());
        return true;
    }

    /**
     * Undoes all that is not committed.
     *
     * @return the transactions, in their order, to be written alone
     * @throws InterruptedException if the writer is to stop
     */
    List<Transaction> withdraw() throws InterruptedException {
        List<Transaction> withdrawn = new ArrayList<>();
        while (!running.isEmpty()) {
            Running next = running.getFirst();
            awaitRest(next);
            next.undo();
            running.removeFirst();
            idle.add(next.channel);
            withdrawn.add(next.transaction);
        }
        counts.withdrawn(withdrawn.size());
        return withdrawn;
    }

    /** Waits until its thread does nothing more; who takes too long loses the connection. */
    private void awaitRest(Running one) throws InterruptedException {
        long beganNs = System.nanoTime();
        while (!one.step.isDone()) {
            try {
                one.step.get(POLL_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException slow) {
                requireGoingOn();
                if (System.nanoTime() - beganNs > PATIENCE_NS) {
                    one.channel.abort();
                }
            } catch (ExecutionException undone) {
                return;
            }
        }
    }

    /** Drops all connections, to be made again; nothing is being written. */
    void disconnect() {
        channels.forEach(Channel::disconnect);
    }

    int openStatements() {
        return channels.stream().mapToInt(Channel::openStatements).sum();
    }

    /** Cuts the connections under running statements; from any thread. */
    void abort() {
        channels.forEach(Channel::abort);
    }

    /** Ends for good; nothing more is committed. */
    void close() {
        threads.shutdown();
        running.stream().filter(one -> !one.step.isDone()).forEach(one -> one.channel.close());
        idle.forEach(Channel::disconnect);
        running.stream().filter(one -> one.step.isDone()).forEach(one -> one.channel.disconnect());
    }
}
