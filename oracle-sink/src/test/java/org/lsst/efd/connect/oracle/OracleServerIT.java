package org.lsst.efd.connect.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.oracle.OracleContainer;

/** Everything that only a live Oracle server can show. Skipped without Docker. */
@Testcontainers(disabledWithoutDocker = true)
final class OracleServerIT {
    @Container
    private static final OracleContainer ORACLE = new OracleContainer("gvenzl/oracle-free:23-slim-faststart")
            .withUsername("efd")
            .withPassword("efd");

    private static final Schema VALUE = Records.schema(
            "id", Schema.INT32_SCHEMA,
            "d", Schema.FLOAT64_SCHEMA,
            "f", Schema.FLOAT32_SCHEMA,
            "s", Schema.STRING_SCHEMA,
            "flag", Schema.BOOLEAN_SCHEMA,
            "tags",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                            .build());

    private static RunningTask start(String... settings) {
        Map<String, String> configuration = new HashMap<>(OracleTasks.forUrl(ORACLE.getJdbcUrl()));
        configuration.put("connection.user", ORACLE.getUsername());
        configuration.put("connection.password", ORACLE.getPassword());
        return new RunningTask(new OracleSinkTask(), configuration, true, settings);
    }

    private static List<List<Object>> query(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(ORACLE.getJdbcUrl(), ORACLE.getUsername(), ORACLE.getPassword());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<Object>> all = new ArrayList<>();
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(rows.getString(i)));
                }
                all.add(row);
            }
            return all;
        }
    }

    private static Struct value(int id, double d) {
        return Records.struct(VALUE, id, d, 0.1f, "text \u20ac", true, Map.of("k", "v".repeat(5000)));
    }

    @Test
    void insertsUpsertsAndDeletesRowsOfEveryKind() throws SQLException {
        TopicPartition partition = new TopicPartition("kinds", 0);
        Schema key = Records.schema("id", Schema.INT32_SCHEMA);
        try (RunningTask task = start(
                "insert.mode=upsert", "pk.mode=record_key", "behavior.on.null.values=delete", "timestamp.column=ts")) {
            task.open(partition);
            List<SinkRecord> records = new ArrayList<>();
            double[] values = {Double.NaN, Double.NEGATIVE_INFINITY, 1e300, -0.25};
            for (int i = 0; i < 1000; i++) {
                records.add(
                        Records.keyed(partition, i, key, Records.struct(key, i % 500), value(i % 500, values[i % 4])));
            }
            records.add(Records.keyed(partition, 1000, key, Records.struct(key, 7), null));
            task.put(records);
            task.awaitCommitted();
            assertThat(task.context().reasons()).isEmpty();
        }
        assertThat(query("SELECT COUNT(*) FROM kinds")).containsExactly(List.of("499"));
        assertThat(query("SELECT COUNT(*) FROM kinds WHERE d IS NAN")).containsExactly(List.of("125"));
        assertThat(query("SELECT LENGTH(tags) FROM kinds WHERE id = 1")).containsExactly(List.of("5008"));
    }

    @Test
    void badRowsAreFoundAndTheOthersAreIn() throws SQLException {
        TopicPartition partition = new TopicPartition("bad", 0);
        Schema schema = Records.schema(
                "id",
                Schema.INT32_SCHEMA,
                "d",
                Decimal.builder(0).parameter("connect.decimal.precision", "5").build());
        try (RunningTask task = start("pk.mode=record_value", "pk.fields=id")) {
            task.open(partition);
            List<SinkRecord> records = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                boolean isBad = i == 3 || i == 1500;
                records.add(Records.of(
                        partition, i, Records.struct(schema, i, new java.math.BigDecimal(isBad ? "1234567" : "1"))));
            }
            records.add(Records.of(partition, 2000, Records.struct(schema, 5, new java.math.BigDecimal("1"))));
            task.put(records);
            task.awaitCommitted();
            assertThat(task.context().reported().stream()
                            .map(SinkRecord::kafkaOffset)
                            .sorted())
                    .containsExactly(3L, 1500L, 2000L);
        }
        assertThat(query("SELECT COUNT(*) FROM bad")).containsExactly(List.of("1998"));
    }

    @Test
    void partitionsComeWithTheRowsAndGoWithTheirAge() throws SQLException {
        TopicPartition partition = new TopicPartition("parts", 0);
        Schema schema = Records.schema("at", Schema.INT64_SCHEMA, "v", Schema.INT32_SCHEMA);
        String[] settings = {
            "timestamp.field=at",
            "timestamp.column=ts",
            "partition.interval=day",
            "pk.mode=kafka",
            "pk.fields=kafka_partition,kafka_offset"
        };
        try (RunningTask task = start(settings)) {
            task.open(partition);
            long now = System.currentTimeMillis();
            for (int i = 0; i < 20; i++) {
                task.put(Records.of(partition, i, Records.struct(schema, now - (19L - i) * 86_400_000L, i)));
            }
            task.awaitCommitted();
            assertThat(task.context().reasons()).isEmpty();
        }
        assertThat(query("SELECT COUNT(*) FROM user_tab_partitions WHERE table_name = 'PARTS'"))
                .containsExactly(List.of("21"));
        Maintenance.prune(ORACLE.getJdbcUrl(), "efd", "efd", "parts", 5);
        assertThat(Integer.parseInt(String.valueOf(
                        query("SELECT COUNT(*) FROM parts").get(0).get(0))))
                .isBetween(5, 7);
    }

    @Test
    void schemasChangeWideTopicsAreSplitAndPositionsAreKept() throws SQLException {
        TopicPartition partition = new TopicPartition("wide.topic", 0);
        for (int width : new int[] {3, 1200}) {
            SchemaBuilder builder = SchemaBuilder.struct();
            for (int i = 0; i < width; i++) {
                builder.field("c" + i, width == 3 ? Schema.OPTIONAL_INT32_SCHEMA : Schema.OPTIONAL_INT64_SCHEMA);
            }
            Schema schema = builder.build();
            try (RunningTask task = start("pk.mode=kafka", "pk.fields=p,o")) {
                task.open(partition);
                assertThat(task.context().takeOffsets().getOrDefault(partition, 0L))
                        .isEqualTo(width == 3 ? 0 : 1);
                Struct value = new Struct(schema);
                schema.fields().forEach(field -> value.put(field, width == 3 ? (Object) 1 : (Object) (1L << 40)));
                task.put(Records.of(partition, width == 3 ? 0 : 1, value));
                task.awaitCommitted();
                assertThat(task.context().reasons()).isEmpty();
            }
        }
        assertThat(query("SELECT c0, c2 FROM wide_topic ORDER BY o"))
                .containsExactly(List.of("1", "1"), List.of("1099511627776", "1099511627776"));
        assertThat(query("SELECT c1199 FROM wide_topic__2")).containsExactly(List.of("1099511627776"));
    }
}
