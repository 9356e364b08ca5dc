package org.lsst.efd.benchmarks.oracle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.lsst.efd.benchmarks.harness.Workload;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** A loop over known columns of known types, without positions, retries or evolution. */
final class PlainLoop implements Workload {
    private static final int POLL_RECORDS = 500;
    private static final int BATCH = 1000;
    private static final byte[] COPY_HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private final Server server;
    private final RowFlow flow;
    private final boolean isUpsert;
    private final Way way;
    private final long bytesPerRecord;
    private final List<Field> fields;
    private final Connection connection;
    private final Map<String, List<Struct>> waiting = new HashMap<>();
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 20);

    /** How rows become a transaction. */
    enum Way {
        /** 1,000 rows of a table by COPY. */
        COPY,
        /** 1,000 rows of a table as a batch of the driver. */
        BATCH,
        /** What one {@code put} brings, of all tables, by statements prepared for it: what sinks without a buffer do. */
        WITHIN_PUT
    }

    PlainLoop(Server server, RowShape shape, int topics, boolean isUpsert, Way way, String options)
            throws SQLException {
        server.clear();
        this.server = server;
        this.flow = new RowFlow(shape, topics);
        this.isUpsert = isUpsert;
        this.way = way;
        this.bytesPerRecord = shape.bytes();
        this.fields = shape.schema().fields();
        this.connection = server.connect(options);
        try (Statement statement = connection.createStatement()) {
            for (var partition : flow.partitions()) {
                String table = server.quoted(partition.topic());
                statement.execute("CREATE TABLE " + table + " (" + definitions() + ")");
                if (way == Way.COPY && isUpsert) {
                    statement.execute("CREATE TEMPORARY TABLE " + server.quoted("t_" + partition.topic())
                            + " ON COMMIT DELETE ROWS AS SELECT * FROM " + table + " WITH NO DATA");
                }
            }
        }
        connection.setAutoCommit(false);
    }

    private String definitions() {
        String columns = fields.stream()
                .map(field -> server.quoted(field.name()) + " "
                        + switch (field.schema().type()) {
                            case INT64 -> "BIGINT" + (isUpsert ? " PRIMARY KEY" : "");
                            case INT32 -> "INTEGER";
                            case FLOAT64 -> server == Server.MARIADB ? "DOUBLE" : "DOUBLE PRECISION";
                            default -> "TEXT";
                        })
                .collect(Collectors.joining(", "));
        return columns;
    }

    @Override
    public Volume run() throws SQLException {
        if (way == Way.WITHIN_PUT) {
            return put();
        }
        long written = 0;
        while (written == 0) {
            for (SinkRecord record : flow.next(POLL_RECORDS)) {
                List<Struct> rows = waiting.computeIfAbsent(record.topic(), topic -> new ArrayList<>());
                rows.add((Struct) record.value());
                if (rows.size() == BATCH) {
                    write(record.topic(), rows);
                    written += rows.size();
                    rows.clear();
                }
            }
        }
        return new Volume(written, written * bytesPerRecord);
    }

    private Volume put() throws SQLException {
        List<SinkRecord> records = flow.next(POLL_RECORDS);
        Map<String, List<Struct>> byTopic = new HashMap<>();
        for (SinkRecord record : records) {
            byTopic.computeIfAbsent(record.topic(), topic -> new ArrayList<>()).add((Struct) record.value());
        }
        for (Map.Entry<String, List<Struct>> rows : byTopic.entrySet()) {
            try (PreparedStatement statement = prepare(rows.getKey())) {
                execute(statement, rows.getValue());
            }
        }
        connection.commit();
        return new Volume(records.size(), records.size() * bytesPerRecord);
    }

    private void write(String topic, List<Struct> rows) throws SQLException {
        if (way == Way.COPY) {
            copy(topic, rows);
        } else {
            batch(topic, rows);
        }
        connection.commit();
    }

    private void batch(String topic, List<Struct> rows) throws SQLException {
        PreparedStatement statement = statements.get(topic);
        if (statement == null) {
            statement = prepare(topic);
            statements.put(topic, statement);
        }
        execute(statement, rows);
    }

    private PreparedStatement prepare(String topic) throws SQLException {
        return connection.prepareStatement("INSERT INTO " + server.quoted(topic) + " VALUES ("
                + Stream.generate(() -> "?").limit(fields.size()).collect(Collectors.joining(", ")) + ")"
                + conflict());
    }

    private void execute(PreparedStatement statement, List<Struct> rows) throws SQLException {
        for (Struct row : rows) {
            for (int i = 0; i < fields.size(); i++) {
                Field field = fields.get(i);
                switch (field.schema().type()) {
                    case INT64 -> statement.setLong(i + 1, (Long) row.get(field));
                    case INT32 -> statement.setInt(i + 1, (Integer) row.get(field));
                    case FLOAT64 -> statement.setDouble(i + 1, (Double) row.get(field));
                    default -> statement.setString(i + 1, (String) row.get(field));
                }
            }
            statement.addBatch();
        }
        statement.executeBatch();
    }

    private String conflict() {
        if (!isUpsert) {
            return "";
        }
        boolean isMaria = server == Server.MARIADB;
        return (isMaria ? " ON DUPLICATE KEY UPDATE " : " ON CONFLICT (\"k\") DO UPDATE SET ")
                + fields.stream()
                        .skip(1)
                        .map(field -> server.quoted(field.name()))
                        .map(name -> name + " = " + (isMaria ? "VALUES(" + name + ")" : "EXCLUDED." + name))
                        .collect(Collectors.joining(", "));
    }

    private void copy(String topic, List<Struct> rows) throws SQLException {
        String target = server.quoted(isUpsert ? "t_" + topic : topic);
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + target + " FROM STDIN (FORMAT binary)");
        buffer.clear().put(COPY_HEADER);
        for (Struct row : rows) {
            buffer.putShort((short) fields.size());
            for (Field field : fields) {
                put(row.get(field));
            }
        }
        buffer.putShort((short) -1);
        copy.writeToCopy(buffer.array(), 0, buffer.position());
        copy.endCopy();
        if (isUpsert) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO " + server.quoted(topic) + " SELECT * FROM " + target + conflict());
            }
        }
    }

    private void put(Object value) {
        if (value instanceof Double number) {
            buffer.putInt(8).putDouble(number);
        } else if (value instanceof Long number) {
            buffer.putInt(8).putLong(number);
        } else if (value instanceof Integer number) {
            buffer.putInt(4).putInt(number);
        } else {
            byte[] text = String.valueOf(value).getBytes(StandardCharsets.UTF_8);
            buffer.putInt(text.length).put(text);
        }
    }

    @Override
    public void stop() throws SQLException {
        for (Map.Entry<String, List<Struct>> rest : waiting.entrySet()) {
            if (!rest.getValue().isEmpty()) {
                write(rest.getKey(), rest.getValue());
            }
        }
        connection.close();
        server.requireRows(flow, isUpsert);
    }
}
