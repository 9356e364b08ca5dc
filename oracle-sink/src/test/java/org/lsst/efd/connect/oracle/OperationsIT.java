package org.lsst.efd.connect.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.lsst.efd.connect.oracle.server.Databases;
import org.lsst.efd.connect.oracle.server.LocalDatabase;
import org.lsst.efd.connect.oracle.server.LocalDatabase.Product;

/** Rows are added, replaced and deleted as records say, and bad ones take nothing else with them. */
@TestInstance(Lifecycle.PER_CLASS)
final class OperationsIT {
    private static final Schema KEY = Records.schema("id", Schema.INT32_SCHEMA, "name", Schema.STRING_SCHEMA);
    private static final Schema VALUE =
            Records.schema("v", Schema.OPTIONAL_INT64_SCHEMA, "s", Schema.OPTIONAL_STRING_SCHEMA);

    private final Databases databases = new Databases();
    private int topics;

    @AfterAll
    void end() {
        databases.close();
    }

    private TopicPartition freshPartition() {
        return new TopicPartition("operations" + topics++, 0);
    }

    private static SinkRecord keyed(TopicPartition partition, long offset, int id, @Nullable Long value) {
        return Records.keyed(
                partition,
                offset,
                KEY,
                Records.struct(KEY, id, "n" + id % 3),
                value == null ? null : Records.struct(VALUE, value, "s" + value));
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void theTableEndsAsIfRecordsWereAppliedOneByOne(Product product) {
        LocalDatabase database = databases.of(product);
        for (String mode : List.of("upsert", "insert")) {
            TopicPartition partition = freshPartition();
            java.util.SplittableRandom random = new java.util.SplittableRandom(11);
            Map<Integer, Long> expected = new TreeMap<>();
            try (RunningTask task = OracleTasks.start(
                    database, "insert.mode=" + mode, "pk.mode=record_key", "behavior.on.null.values=delete")) {
                task.open(partition);
                long offset = 0;
                for (int put = 0; put < 6; put++) {
                    List<SinkRecord> records = new ArrayList<>();
                    for (int i = 0; i < 200; i++) {
                        int id = random.nextInt(60);
                        boolean isDelete = mode.equals("insert") ? expected.containsKey(id) : random.nextInt(3) == 0;
                        records.add(keyed(partition, offset, id, isDelete ? null : Long.valueOf(offset)));
                        if (isDelete) {
                            expected.remove(id);
                        } else {
                            expected.put(id, offset);
                        }
                        offset++;
                    }
                    task.put(records);
                }
                task.awaitCommitted();
                assertThat(task.context().reasons()).isEmpty();
            }
            Map<Integer, Long> stored = new TreeMap<>();
            database.query("SELECT id, v FROM " + partition.topic())
                    .forEach(row -> stored.put((int) Records.whole(row.get(0)), Records.whole(row.get(1))));
            assertThat(stored).as(mode).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void anUpdateOfAMissingRowIsNoError(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        try (RunningTask task = OracleTasks.start(database, "insert.mode=upsert", "pk.mode=record_key")) {
            task.open(partition);
            task.put(keyed(partition, 0, 1, 10L));
            task.awaitCommitted();
        }
        try (RunningTask task = OracleTasks.start(database, "insert.mode=update", "pk.mode=record_key")) {
            task.open(partition);
            task.put(keyed(partition, 1, 1, 11L), keyed(partition, 2, 2, 12L));
            task.awaitCommitted();
            assertThat(task.context().reasons()).isEmpty();
        }
        assertThat(database.query("SELECT id, v FROM " + partition.topic()).stream()
                        .map(Records::wholes)
                        .toList())
                .containsExactly(List.of(1L, 11L));
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void badRowsAreReportedAndAllOthersAreIn(Product product) {
        LocalDatabase database = databases.of(product);
        for (String mode : List.of("insert", "upsert")) {
            TopicPartition partition = freshPartition();
            Schema schema = Records.schema(
                    "id",
                    Schema.INT32_SCHEMA,
                    "d",
                    org.apache.kafka.connect.data.Decimal.builder(0)
                            .parameter("connect.decimal.precision", "5")
                            .optional()
                            .build());
            List<SinkRecord> records = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                boolean isBad = i == 7 || i == 1234 || i == 2999;
                records.add(Records.of(
                        partition, i, Records.struct(schema, i, new BigDecimal(isBad ? "1234567" : "12345"))));
            }
            try (RunningTask task = OracleTasks.start(
                    database, "insert.mode=" + mode, "pk.mode=record_value", "pk.fields=id", "batch.rows=1000")) {
                task.open(partition);
                for (int from = 0; from < records.size(); from += 500) {
                    task.put(records.subList(from, from + 500));
                }
                task.awaitCommitted();
                assertThat(task.context().reported().stream()
                                .map(SinkRecord::kafkaOffset)
                                .sorted()
                                .toList())
                        .as(mode)
                        .containsExactly(7L, 1234L, 2999L);
                assertThat(task.context().reasons()).allSatisfy(reason -> assertThat(reason)
                        .contains(partition.topic())
                        .contains("data")
                        .doesNotContain("1234567"));
            }
            assertThat(database.number("SELECT COUNT(*) FROM " + partition.topic()))
                    .as(mode)
                    .isEqualTo(2997);
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void eachKindOfBadRowIsReportedAndNothingElse(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        Schema decimal = org.apache.kafka.connect.data.Decimal.builder(0)
                .parameter("connect.decimal.precision", "5")
                .build();
        Schema schema = Records.schema("name", Schema.STRING_SCHEMA, "amount", decimal, "level", Schema.FLOAT64_SCHEMA);
        BigDecimal five = new BigDecimal("12345");
        Map<Long, Struct> bad = new TreeMap<>(Map.of(
                1_000L, Records.struct(schema, "x".repeat(21), five, 1.0),
                3_001L, Records.struct(schema, "good", new BigDecimal("1234567"), 1.0),
                5_500L, Records.struct(schema, "good", five, Double.NaN),
                7_777L, Records.struct(schema, "no key", five, 1.0),
                9_998L, Records.struct(schema, "key of another", five, 1.0)));
        Struct good = Records.struct(schema, "a\0b", five, 1.0);
        List<SinkRecord> records = new ArrayList<>();
        for (long offset = 0; offset < 10_000; offset++) {
            Long key = offset == 7_777 ? null : Long.valueOf(offset == 9_998 ? 3 : offset);
            records.add(Records.keyed(
                    partition, offset, key == null ? null : Schema.INT64_SCHEMA, key, bad.getOrDefault(offset, good)));
        }
        try (RunningTask task = OracleTasks.start(database, "pk.mode=record_key", "pk.fields=id", "nonfinite=fail")) {
            task.open(partition);
            task.put(records.subList(0, 500));
            task.awaitCommitted();
            database.execute("ALTER TABLE " + partition.topic()
                    + switch (product) {
                        case H2 -> " ALTER COLUMN name VARCHAR(20)";
                        case POSTGRESQL -> " ALTER COLUMN name TYPE VARCHAR(20)";
                        case MARIADB -> " MODIFY name VARCHAR(20)";
                    });
            for (int from = 500; from < records.size(); from += 500) {
                task.put(records.subList(from, from + 500));
            }
            task.awaitCommitted();
            assertThat(task.context().reported().stream()
                            .map(SinkRecord::kafkaOffset)
                            .sorted()
                            .toList())
                    .containsExactlyElementsOf(bad.keySet());
            assertThat(task.context().reasons())
                    .allSatisfy(reason -> assertThat(reason).contains(partition + "@"));
        }
        assertThat(database.number("SELECT COUNT(*) FROM " + partition.topic())).isEqualTo(10_000 - bad.size());
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void aDuplicateKeyIsABadRowUnlessTheKeyIsTheRecordItself(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        Schema schema = Records.schema("id", Schema.INT32_SCHEMA);
        try (RunningTask task = OracleTasks.start(database, "pk.mode=record_value", "pk.fields=id")) {
            task.open(partition);
            task.put(
                    Records.of(partition, 0, Records.struct(schema, 1)),
                    Records.of(partition, 1, Records.struct(schema, 2)),
                    Records.of(partition, 2, Records.struct(schema, 1)));
            task.awaitCommitted();
            assertThat(task.context().reasons())
                    .singleElement()
                    .asString()
                    .contains("@2")
                    .contains("duplicate");
        }
        TopicPartition repeated = freshPartition();
        for (int run = 0; run < 2; run++) {
            try (RunningTask task = OracleTasks.start(database, "pk.mode=kafka", "delivery.guarantee=at_least_once")) {
                task.open(repeated);
                task.put(
                        Records.of(repeated, 0, Records.struct(schema, 1)),
                        Records.of(repeated, 1, Records.struct(schema, 2)));
                task.awaitCommitted();
                assertThat(task.context().reasons()).isEmpty();
            }
        }
        assertThat(database.number("SELECT COUNT(*) FROM " + repeated.topic())).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void aRecordWithoutItsKeyOrTimeIsBad(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        Schema schema = Records.schema("id", Schema.OPTIONAL_STRING_SCHEMA, "t", Schema.OPTIONAL_FLOAT64_SCHEMA);
        try (RunningTask task = OracleTasks.start(
                database, "pk.mode=record_value", "pk.fields=id", "timestamp.field=t", "timestamp.column=ts")) {
            task.open(partition);
            task.put(
                    Records.of(partition, 0, Records.struct(schema, null, 1.6e9)),
                    Records.of(partition, 1, Records.struct(schema, "a", null)),
                    Records.of(partition, 2, Records.struct(schema, "x".repeat(256), 1.6e9)),
                    Records.of(partition, 3, Records.struct(schema, "a", 1.6e9)),
                    Records.of(partition, 4, Records.struct(schema, "A", 1.6e9)),
                    Records.of(partition, 5, Records.struct(schema, "a ", 1.6e9)));
            task.awaitCommitted();
            assertThat(task.context().reasons()).hasSize(3);
            assertThat(String.join("\n", task.context().reasons()))
                    .contains("@0")
                    .contains("@1")
                    .contains("@2");
        }
        assertThat(database.number("SELECT COUNT(*) FROM " + partition.topic())).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void aFailureWithoutToleranceStopsTheTaskAndLeavesNothingHalf(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        Schema schema = Records.schema("id", Schema.INT32_SCHEMA);
        try (RunningTask task = OracleTasks.start(false, database, "pk.mode=record_value", "pk.fields=id")) {
            task.open(partition);
            task.put(
                    Records.of(partition, 0, Records.struct(schema, 1)),
                    Records.of(partition, 1, Records.struct(schema, 1)));
            assertThatThrownBy(() -> task.await(() -> false)).hasMessageContaining(partition.topic() + "-0@1");
        }
        assertThat(database.number("SELECT COUNT(*) FROM " + partition.topic())).isZero();
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void windowsAreRowsOfTheirOwnAndTellEverySample(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        Schema schema =
                Records.schema("t", Schema.FLOAT64_SCHEMA, "g", Schema.STRING_SCHEMA, "v", Schema.FLOAT64_SCHEMA);
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            records.add(Records.of(partition, i, Records.struct(schema, 1.6e9 + i / 10.0, "g" + i % 2, (double) i)));
        }
        String[] settings = {
            "aggregate.enabled=true",
            "aggregate.window.size.ms=1000",
            "aggregate.group.by=g",
            "timestamp.field=t",
            "timestamp.column=ts",
            "table.name=w_${topic}"
        };
        long committed;
        try (RunningTask task = OracleTasks.start(database, settings)) {
            task.open(partition);
            task.put(records.subList(0, 250));
            task.await(() -> task.committable(partition) > 150);
            committed = task.committable(partition);
        }
        try (RunningTask task = OracleTasks.start(database, settings)) {
            task.open(partition);
            long start = task.context().takeOffsets().getOrDefault(partition, committed);
            task.put(records.subList((int) start, 400));
            task.await(() -> task.committable(partition) > 300);
            assertThat(task.context().reasons()).isEmpty();
        }
        String table = "w_" + partition.topic();
        List<Long> totals = Records.wholes(
                database.query("SELECT COUNT(*), SUM(" + column(product, "count") + "), MIN(" + column(product, "count")
                                + "), MAX(" + column(product, "count") + ") FROM " + aggregatedTable(database, table))
                        .get(0));
        assertThat(totals.get(0)).isGreaterThanOrEqualTo(60);
        assertThat(totals.get(1)).isEqualTo(totals.get(0) * 5);
        assertThat(totals.subList(2, 4)).containsExactly(5L, 5L);
    }

    private static String column(Product product, String name) {
        return switch (product) {
            case H2 -> "\"" + name.toUpperCase(java.util.Locale.ROOT) + "\"";
            case POSTGRESQL -> "\"" + name + "\"";
            case MARIADB -> "`" + name + "`";
        };
    }

    private static String aggregatedTable(LocalDatabase database, String prefix) {
        return database.query("SELECT table_name FROM information_schema.tables").stream()
                .map(row -> String.valueOf(row.get(0)))
                .filter(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void positionsCanBeChangedWhileItIsStopped(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        Schema schema = Records.schema("id", Schema.INT32_SCHEMA);
        try (RunningTask task = OracleTasks.start(database)) {
            task.open(partition);
            task.put(Records.of(partition, 0, Records.struct(schema, 0)));
            task.awaitCommitted();
        }
        Map<String, String> settings = new HashMap<>(OracleTasks.forUrl(database.url()));
        settings.put("connection.user", database.user());
        settings.put("connection.password", database.user());
        Map<TopicPartition, @Nullable Long> wanted = new HashMap<>();
        wanted.put(partition, 40L);
        assertThat(new OracleSinkConnector().alterOffsets(settings, wanted)).isTrue();
        try (RunningTask task = OracleTasks.start(database)) {
            task.open(partition);
            assertThat(task.context().takeOffsets()).containsEntry(partition, 40L);
        }
        wanted.put(partition, null);
        new OracleSinkConnector().alterOffsets(settings, wanted);
        try (RunningTask task = OracleTasks.start(database)) {
            task.open(partition);
            assertThat(task.context().takeOffsets()).isEmpty();
        }
    }

    @Test
    void aTopicThatWasMadeAgainStopsTheTaskOrRestarts() {
        LocalDatabase database = databases.of(Product.H2);
        TopicPartition partition = freshPartition();
        Schema schema = Records.schema("id", Schema.INT32_SCHEMA);
        try (RunningTask task = OracleTasks.start(database)) {
            task.open(partition);
            task.put(Records.of(partition, 9, Records.struct(schema, 0)));
            task.awaitCommitted();
        }
        try (RunningTask task = OracleTasks.start(database)) {
            task.open(partition);
            assertThatThrownBy(() -> task.put(Records.of(partition, 0, Records.struct(schema, 1))))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining(partition.toString());
        }
        try (RunningTask task = OracleTasks.start(database, "offsets.on.reset=restart")) {
            task.open(partition);
            task.put(Records.of(partition, 0, Records.struct(schema, 1)));
            task.awaitCommitted();
        }
        assertThat(database.number("SELECT COUNT(*) FROM " + partition.topic())).isEqualTo(2);
        try (RunningTask task = OracleTasks.start(database)) {
            task.open(partition);
            assertThat(task.context().takeOffsets()).containsEntry(partition, 1L);
        }
    }

    @Test
    void overridesGiveTopicsRulesOfTheirOwn() {
        LocalDatabase database = databases.of(Product.H2);
        TopicPartition plain = freshPartition();
        TopicPartition special = new TopicPartition("special", 0);
        Schema schema = Records.schema("id", Schema.INT32_SCHEMA, "v", Schema.INT32_SCHEMA);
        try (RunningTask task = OracleTasks.start(
                database,
                "overrides=a",
                "overrides.a.topics=spec.*",
                "overrides.a.insert.mode=upsert",
                "overrides.a.pk.mode=record_value",
                "overrides.a.pk.fields=id",
                "overrides.a.table.name=other_${topic}")) {
            task.open(plain, special);
            task.put(
                    Records.of(plain, 0, Records.struct(schema, 1, 1)),
                    Records.of(plain, 1, Records.struct(schema, 1, 2)),
                    Records.of(special, 0, Records.struct(schema, 1, 1)),
                    Records.of(special, 1, Records.struct(schema, 1, 2)));
            task.awaitCommitted();
        }
        assertThat(database.number("SELECT COUNT(*) FROM " + plain.topic())).isEqualTo(2);
        assertThat(database.number("SELECT v FROM other_special")).isEqualTo(2);
    }

    @Test
    void aTemplateWithFieldsSpreadsOnePartitionOverTables() {
        LocalDatabase database = databases.of(Product.POSTGRESQL);
        TopicPartition partition = freshPartition();
        Schema schema = SchemaBuilder.struct()
                .field("csc", Schema.STRING_SCHEMA)
                .field("v", Schema.INT32_SCHEMA)
                .build();
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            records.add(Records.of(partition, i, Records.struct(schema, "c" + i % 3, i)));
        }
        database.execute("CREATE SCHEMA efd");
        try (RunningTask task = OracleTasks.start(database, "table.name=efd.spread_${field:csc}")) {
            task.open(partition);
            task.put(records);
            task.awaitCommitted();
        }
        for (int i = 0; i < 3; i++) {
            assertThat(database.number("SELECT COUNT(*) FROM efd.spread_c" + i)).isEqualTo(100);
        }
    }
}
