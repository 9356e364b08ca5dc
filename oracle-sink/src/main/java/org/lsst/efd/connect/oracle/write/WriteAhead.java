package org.lsst.efd.connect.oracle.write;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
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

/**
 * Transactions side by side, each on its own connection: a database spends one core on a connection. Their rows are
 * written at the same time; positions are moved, and all is committed, in the order of the transactions.
 *
 * <ol>
 *   <li>Only what needs nothing else is written ahead: tables and their partitions are known, nothing is deleted, and no
 *       key is in a transaction that is not committed. Whatever fails is undone, to be written alone.
 *   <li>Positions are moved last, after those of the transaction before: who has lost a partition, or has written these
 *       rows already, finds out then, and commits nothing.
 *   <li>The database does not know that a later transaction waits for an earlier one. Where the earlier one takes long,
 *       maybe because it waits for locks of the later, the later one is undone.
 * </ol>
 *
 * <p>Of the writer's thread, but for {@link #abort}.
 */
final class WriteAhead {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long POLL_MS = 100;

    private final Dialect dialect;
    private final SchemaKeeper schema;
    private final Optional<OffsetsTable> offsets;
    private final List<Channel> channels;
    private final ArrayDeque<Channel> idle;
    private final ArrayDeque<Running> running = new ArrayDeque<>();
    private final BooleanSupplier isStopped;
    private final ExecutorService threads;

    /** A transaction whose rows are being written. */
    private static final class Running {
        private final Transaction transaction;
        private final Content content;
        private final Channel channel;
        private final Future<?> rows;
        private final long beganNs = System.nanoTime();
        private boolean isWithdrawn;

        Running(Transaction transaction, Content content, Channel channel, Future<?> rows) {
            this.transaction = transaction;
            this.content = content;
            this.channel = channel;
            this.rows = rows;
        }

        /** Whether its thread is at rest and there is something to undo. */
        boolean isReady() {
            return rows.isDone() && !isWithdrawn;
        }

        void withdraw() {
            channel.rollback();
            isWithdrawn = true;
        }
    }

    /** The rows of a table. */
    private record Sheet(Layout layout, List<Row> rows) {}

    /**
     * What a transaction writes.
     *
     * @param keys those of rows that are not just added, by table
     */
    private record Content(Map<Opening, Position> positions, List<Sheet> sheets, Map<TableName, Set<Object>> keys) {
        boolean shares(Content other) {
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
            BooleanSupplier isStopped) {
        this.dialect = rules.dialect();
        this.schema = schema;
        this.offsets = offsets;
        this.channels = List.copyOf(channels);
        this.idle = new ArrayDeque<>(channels);
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
        if (channel == null) {
            return false;
        }
        Optional<Content> ready = content(transaction);
        if (ready.isEmpty() || running.stream().anyMatch(earlier -> ready.get().shares(earlier.content))) {
            return false;
        }
        Content content = ready.get();
        idle.remove();
        running.add(new Running(transaction, content, channel, threads.submit(() -> {
            write(channel, content.sheets());
            return null;
        })));
        return true;
    }

    private Optional<Content> content(Transaction transaction) {
        Map<Opening, Position> positions = transaction.openPositions();
        List<Sheet> sheets = new ArrayList<>();
        Map<TableName, Set<Object>> keys = new HashMap<>();
        for (TableSpec spec : transaction.specs()) {
            List<Row> rows = transaction.rows(spec, positions.keySet());
            if (rows.isEmpty()) {
                continue;
            }
            Optional<Layout> layout = schema.known(spec);
            if (layout.isEmpty()
                    || !schema.arePartitionsKnown(layout.get(), rows)
                    || rows.stream().anyMatch(row -> row.op() == RowOp.DELETE)) {
                return Optional.empty();
            }
            Set<Object> changed = KeyReduction.changedKeys(rows, layout.get());
            if (!changed.isEmpty()) {
                keys.put(spec.name(), changed);
            }
            sheets.add(new Sheet(layout.get(), rows));
        }
        return sheets.isEmpty() ? Optional.empty() : Optional.of(new Content(positions, sheets, keys));
    }

    private static void write(Channel channel, List<Sheet> sheets) throws SQLException {
        Session session = channel.session();
        channel.tables().begin();
        for (Sheet sheet : sheets) {
            channel.tables().write(session, sheet.layout(), sheet.rows());
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
        boolean isCommitted = false;
        SQLException failure = null;
        if (!oldest.isWithdrawn) {
            try {
                isCommitted = areRowsWritten(oldest) && commit(oldest);
            } catch (SQLException failed) {
                failure = failed;
            }
        }
        if (failure != null) {
            oldest.channel.undo(dialect.classify(failure));
        } else if (!isCommitted) {
            oldest.channel.rollback();
        }
        running.removeFirst();
        idle.add(oldest.channel);
        return new Outcome(oldest.transaction, isCommitted, failure, System.nanoTime() - oldest.beganNs);
    }

    /** Waits for the rows; false where something else than the database has failed, which is not for here to judge. */
    private boolean areRowsWritten(Running oldest) throws SQLException, InterruptedException {
        long beganNs = System.nanoTime();
        while (true) {
            try {
                oldest.rows.get(POLL_MS, TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException slow) {
                requireGoingOn();
                if (System.nanoTime() - beganNs > PATIENCE_NS) {
                    running.stream()
                            .filter(later -> later != oldest && later.isReady())
                            .forEach(Running::withdraw);
                }
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof SQLException refused) {
                    throw refused;
                }
                return false;
            }
        }
    }

    private void requireGoingOn() throws InterruptedException {
        if (isStopped.getAsBoolean()) {
            throw new InterruptedException("the task stops");
        }
    }

    private boolean commit(Running oldest) throws SQLException {
        Map<Opening, Position> positions = oldest.content.positions();
        if (!oldest.transaction.openPositions().keySet().equals(positions.keySet())) {
            // rows of a partition that was closed meanwhile
            return false;
        }
        Session session = oldest.channel.session();
        if (offsets.isPresent()
                && !offsets.get().advance(session::prepared, positions).isEmpty()) {
            return false;
        }
        oldest.channel.tables().end(session);
        session.commit();
        OffsetsTable.committed(positions);
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
        for (Iterator<Running> all = running.iterator(); all.hasNext(); ) {
            Running one = all.next();
            awaitRest(one);
            one.withdraw();
            all.remove();
            idle.add(one.channel);
            withdrawn.add(one.transaction);
        }
        return withdrawn;
    }

    /** Waits until its thread does nothing more; who takes too long loses the connection. */
    private void awaitRest(Running one) throws InterruptedException {
        long beganNs = System.nanoTime();
        while (!one.rows.isDone()) {
            try {
                one.rows.get(POLL_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException slow) {
                requireGoingOn();
                if (System.nanoTime() - beganNs > PATIENCE_NS) {
                    one.channel.abort();
                }
            } catch (ExecutionException | CancellationException undone) {
                return;
            }
        }
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
        running.stream().filter(one -> !one.rows.isDone()).forEach(one -> one.channel.close());
        idle.forEach(Channel::disconnect);
        running.stream().filter(one -> one.rows.isDone()).forEach(one -> one.channel.disconnect());
    }
}
