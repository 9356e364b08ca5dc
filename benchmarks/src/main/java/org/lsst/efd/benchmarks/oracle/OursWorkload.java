package org.lsst.efd.benchmarks.oracle;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.lsst.efd.benchmarks.harness.Workload;
import org.lsst.efd.connect.common.sink.FakeSinkTaskContext;
import org.lsst.efd.connect.oracle.OracleSinkTask;

/**
 * A task of the sink with two connections, exactly once, called as a worker calls it: batches of 500 records, none while
 * it has paused. A record counts when it may be committed, that is when its transaction is durable.
 */
final class OursWorkload implements Workload {
    private static final int POLL_RECORDS = 500;
    private static final int POLLS_PER_COMMIT = 8;
    private static final int CONNECTIONS = 2;
    /** The default of {@code statement.cache.size}. */
    private static final int STATEMENTS_OF_A_CONNECTION = 200;

    private static final int OTHER_STATEMENTS = 20;

    private final Server server;
    private final RowFlow flow;
    private final boolean isUpsert;
    private final long bytesPerRecord;
    private final FakeSinkTaskContext context;
    private final OracleSinkTask task = new OracleSinkTask();
    private long committed;

    OursWorkload(Server server, RowShape shape, int topics, boolean isUpsert, Map<String, String> more)
            throws SQLException {
        this(server, shape, new RowFlow(shape, topics), isUpsert, more);
    }

    private OursWorkload(Server server, RowShape shape, RowFlow flow, boolean isUpsert, Map<String, String> more)
            throws SQLException {
        server.clear();
        this.server = server;
        this.flow = flow;
        this.isUpsert = isUpsert;
        this.bytesPerRecord = shape.bytes();
        Map<String, String> settings = new HashMap<>(Map.of(
                "name",
                "benchmark",
                "connection.url",
                server.url(),
                "connection.user",
                Server.USER,
                "connection.password",
                Server.USER,
                "auto.create",
                "true",
                "auto.evolve",
                "true",
                "connections",
                Integer.toString(CONNECTIONS)));
        if (isUpsert) {
            settings.putAll(Map.of("insert.mode", "upsert", "pk.mode", "record_value", "pk.fields", "k"));
        }
        settings.putAll(more);
        context = new FakeSinkTaskContext(settings, true);
        context.mutableAssignment().addAll(flow.partitions());
        task.initialize(context);
        task.start(settings);
        task.open(flow.partitions());
    }

    /** Inserts of which one in so many is bad; all are good where that is 0. */
    static OursWorkload faulty(Server server, RowShape shape, Fault fault, int oneIn)
            throws SQLException, InterruptedException {
        OursWorkload workload = new OursWorkload(server, shape, RowFlow.faulty(shape, fault), false, fault.settings());
        workload.run();
        String table = server.quoted(workload.flow.partitions().get(0).topic());
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement()) {
            for (String alteration : fault.alterations(server, table)) {
                statement.execute(alteration);
            }
        }
        if (oneIn > 0) {
            workload.flow.spoilOneIn(fault, oneIn);
        }
        return workload;
    }

    /** Into so many tables, which are there when it begins. */
    static OursWorkload manyTables(Server server, RowShape shape, int tables)
            throws SQLException, InterruptedException {
        OursWorkload workload = new OursWorkload(server, shape, tables, false, Map.of());
        while (workload.committed < 2L * tables) {
            workload.run();
        }
        return workload;
    }

    /** Into one table whose records change between two versions of their schema. */
    static OursWorkload alternating(Server server, RowShape shape) throws SQLException {
        OursWorkload workload = new OursWorkload(server, shape, 1, false, Map.of());
        workload.flow.alternateVersions();
        return workload;
    }

    @Override
    public Volume run() throws InterruptedException {
        long before = committed;
        for (int call = 0; committed == before; call++) {
            poll();
            if (call % POLLS_PER_COMMIT == 0) {
                committed = committable();
            }
        }
        return new Volume(committed - before, (committed - before) * bytesPerRecord);
    }

    private void poll() throws InterruptedException {
        if (context.paused().isEmpty()) {
            task.put(flow.next(POLL_RECORDS));
        } else {
            task.put(List.of());
            Thread.sleep(1);
        }
    }

    private long committable() {
        return task.preCommit(flow.positions()).values().stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    @Override
    public void stop() throws Exception {
        while (committable() < flow.records()) {
            task.put(List.of());
            Thread.sleep(1);
        }
        server.requireFewStatements(CONNECTIONS * STATEMENTS_OF_A_CONNECTION + OTHER_STATEMENTS);
        task.stop();
        server.requireRows(flow, isUpsert);
        if (context.reported().size() != flow.refused()) {
            throw new IllegalStateException(
                    context.reported().size() + " records were reported, and " + flow.refused() + " were bad");
        }
    }
}
