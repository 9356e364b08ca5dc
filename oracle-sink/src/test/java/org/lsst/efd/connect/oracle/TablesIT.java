package org.lsst.efd.connect.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.lsst.efd.connect.oracle.server.Databases;
import org.lsst.efd.connect.oracle.server.LocalDatabase;
import org.lsst.efd.connect.oracle.server.LocalDatabase.Product;

/** Tables become what records need. */
@TestInstance(Lifecycle.PER_CLASS)
final class TablesIT {
    private final Databases databases = new Databases();
    private int topics;

    @AfterAll
    void end() {
        databases.close();
    }

    private TopicPartition freshPartition() {
        return new TopicPartition("tables" + topics++, 0);
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void schemasChangeMidStreamAndEveryValueIsThere(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        Schema first = Records.schema("n", Schema.INT32_SCHEMA, "a", Schema.INT32_SCHEMA, "x", Schema.FLOAT64_SCHEMA);
        Schema second = Records.schema("n", Schema.INT32_SCHEMA, "a", Schema.INT64_SCHEMA, "b", Schema.STRING_SCHEMA);
        try (RunningTask task = OracleTasks.start(database)) {
            task.open(partition);
            task.put(Records.of(partition, 0, Records.struct(first, 0, 7, 0.5)));
            task.awaitCommitted();
            List<SinkRecord> interleaved = new ArrayList<>();
            for (int i = 1; i < 1000; i++) {
                interleaved.add(Records.of(
                        partition,
                        i,
                        i % 2 == 0
                                ? Records.struct(first, i, i, i / 4.0)
                                : Records.struct(second, i, (1L << 40) + i, "b" + i)));
            }
            task.put(interleaved);
            task.awaitCommitted();
            assertThat(task.context().reasons()).isEmpty();
        }
        List<List<@Nullable Object>> rows =
                database.query("SELECT n, a, x, b FROM " + partition.topic() + " ORDER BY n");
        assertThat(rows).hasSize(1000);
        for (int i = 1; i < 1000; i++) {
            List<@Nullable Object> row = rows.get(i);
            if (i % 2 == 0) {
                assertThat(Records.whole(row.get(1))).isEqualTo(i);
                assertThat(row.get(2)).isEqualTo(i / 4.0);
                assertThat(row.get(3)).isNull();
            } else {
                assertThat(Records.whole(row.get(1))).isEqualTo((1L << 40) + i);
                assertThat(row.get(2)).isNull();
                assertThat(row.get(3)).isEqualTo("b" + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void aFieldThatChangesItsKindMakesItsRecordsBadAndNoOthers(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        Schema number = Records.schema("n", Schema.INT32_SCHEMA, "v", Schema.INT32_SCHEMA);
        Schema text = Records.schema("n", Schema.INT32_SCHEMA, "v", Schema.STRING_SCHEMA);
        try (RunningTask task = OracleTasks.start(database)) {
            task.open(partition);
            task.put(
                    Records.of(partition, 0, Records.struct(number, 0, 1)),
                    Records.of(partition, 1, Records.struct(text, 1, "secret")),
                    Records.of(partition, 2, Records.struct(number, 2, 3)));
            task.awaitCommitted();
            assertThat(task.context().reasons())
                    .singleElement()
                    .asString()
                    .contains("@1")
                    .containsIgnoringCase("column v")
                    .doesNotContain("secret");
        }
        assertThat(database.number("SELECT COUNT(*) FROM " + partition.topic())).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void wideTopicsAreSplitAndReadBackWhole(Product product) {
        LocalDatabase database = databases.of(product);
        for (int width : new int[] {1_200, 14_486}) {
            TopicPartition partition = freshPartition();
            SchemaBuilder builder = SchemaBuilder.struct();
            IntStream.range(0, width).forEach(i -> builder.field("c" + i, Schema.OPTIONAL_FLOAT64_SCHEMA));
            Schema schema = builder.build();
            List<SinkRecord> records = new ArrayList<>();
            for (int row = 0; row < 5; row++) {
                Struct value = new Struct(schema);
                for (int i = row; i < width; i++) {
                    value.put("c" + i, row * 10000.0 + i);
                }
                records.add(Records.of(partition, row, value));
            }
            try (RunningTask task = OracleTasks.start(database, "pk.mode=kafka", "pk.fields=p,o")) {
                task.open(partition);
                task.put(records);
                task.awaitCommitted();
                assertThat(task.context().reasons()).isEmpty();
            }
            assertThat(columnsOf(database, partition.topic(), width)).hasSize(width);
            assertThat(rows(database, partition.topic(), width, 5))
                    .isEqualTo(IntStream.range(0, 5)
                            .mapToObj(row -> cells(width, row))
                            .toList());
        }
    }

    private static List<String> parts(LocalDatabase database, String table) {
        List<String> parts = new ArrayList<>(List.of(table));
        while (!database.query("SELECT 1 FROM information_schema.tables WHERE LOWER(table_name) = '" + table + "__"
                        + (parts.size() + 1) + "'")
                .isEmpty()) {
            parts.add(table + "__" + (parts.size() + 1));
        }
        return parts;
    }

    private static List<String> columnsOf(LocalDatabase database, String table, int width) {
        List<String> names = new ArrayList<>();
        for (String part : parts(database, table)) {
            database.query("SELECT column_name FROM information_schema.columns WHERE LOWER(table_name) = '" + part
                            + "'")
                    .forEach(row -> names.add(String.valueOf(row.get(0)).toLowerCase(Locale.ROOT)));
        }
        names.removeIf(name -> name.equals("p") || name.equals("o"));
        assertThat(names).hasSize(width);
        return names;
    }

    /** Of each row, by its offset. */
    private static List<List<@Nullable Double>> rows(LocalDatabase database, String table, int width, int count) {
        Double[][] rows = new Double[count][width];
        for (String part : parts(database, table)) {
            List<String> columns = database
                    .query("SELECT column_name FROM information_schema.columns WHERE LOWER(table_name) = '" + part
                            + "' ORDER BY ordinal_position")
                    .stream()
                    .map(name -> String.valueOf(name.get(0)).toLowerCase(Locale.ROOT))
                    .toList();
            List<List<@Nullable Object>> values = database.query("SELECT * FROM " + part + " ORDER BY o");
            assertThat(values).hasSize(count);
            for (int row = 0; row < count; row++) {
                for (int i = 0; i < columns.size(); i++) {
                    if (columns.get(i).startsWith("c")) {
                        int number = Integer.parseInt(columns.get(i).substring(1));
                        rows[row][number] = (Double) values.get(row).get(i);
                    }
                }
            }
        }
        return Arrays.stream(rows).map(Arrays::asList).toList();
    }

    private static List<@Nullable Double> cells(int width, int row) {
        List<@Nullable Double> cells = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            cells.add(i < row ? null : Double.valueOf(row * 10000.0 + i));
        }
        return cells;
    }

    @Test
    void theWidestRowOfDoublesThatFitsIsNotSplit() {
        LocalDatabase database = databases.of(Product.POSTGRESQL);
        TopicPartition partition = freshPartition();
        SchemaBuilder builder = SchemaBuilder.struct();
        IntStream.range(0, 998).forEach(i -> builder.field("c" + i, Schema.OPTIONAL_FLOAT64_SCHEMA));
        Schema schema = builder.build();
        Struct value = new Struct(schema);
        IntStream.range(1, 998).forEach(i -> value.put("c" + i, (double) i));
        try (RunningTask task = OracleTasks.start(database, "pk.mode=kafka", "pk.fields=p,o")) {
            task.open(partition);
            task.put(Records.of(partition, 0, value));
            task.awaitCommitted();
        }
        assertThat(parts(database, partition.topic())).hasSize(1);
        assertThat(database.number("SELECT COUNT(*) FROM " + partition.topic())).isEqualTo(1);
    }

    /** Rows of more than 2 kB, of which texts are moved out only where the row would not fit into a page. */
    @Test
    void longRowsKeepTheirTextsAsLongAsTheyFit() {
        LocalDatabase database = databases.of(Product.POSTGRESQL);
        TopicPartition partition = freshPartition();
        SchemaBuilder builder = SchemaBuilder.struct().field("text", Schema.STRING_SCHEMA);
        IntStream.range(0, 300).forEach(i -> builder.field("c" + i, Schema.FLOAT64_SCHEMA));
        Schema schema = builder.build();
        List<SinkRecord> records = new ArrayList<>();
        List<List<@Nullable Object>> wanted = new ArrayList<>();
        for (int length : new int[] {5, 5_000, 9_000, 100_000}) {
            String text = new Random(length)
                    .ints(length, 'a', 'z')
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            Struct value = new Struct(schema).put("text", text);
            IntStream.range(0, 300).forEach(i -> value.put("c" + i, i + length / 2.0));
            records.add(Records.of(partition, records.size(), value));
            wanted.add(Arrays.asList(text, 299 + length / 2.0));
        }
        TopicPartition narrow = freshPartition();
        try (RunningTask task = OracleTasks.start(database)) {
            task.open(partition, narrow);
            task.put(records);
            task.put(Records.of(narrow, 0, Records.struct(Records.schema("text", Schema.STRING_SCHEMA), "a")));
            task.awaitCommitted();
            assertThat(task.context().reasons()).isEmpty();
        }
        assertThat(database.query("SELECT text, c299 FROM " + partition.topic() + " ORDER BY c0"))
                .isEqualTo(wanted);
        String options = "SELECT COALESCE(array_to_string(reloptions, ','), '') FROM pg_class WHERE oid = '";
        assertThat(database.query(options + partition.topic() + "'::regclass"))
                .isEqualTo(List.of(List.of("toast_tuple_target=8160")));
        assertThat(database.query(options + narrow.topic() + "'::regclass")).isEqualTo(List.of(List.of("")));
    }

    @Test
    void aWideTopicWithoutKeyFailsAndSaysWhatToDo() {
        LocalDatabase database = databases.of(Product.H2);
        TopicPartition partition = freshPartition();
        SchemaBuilder builder = SchemaBuilder.struct();
        IntStream.range(0, 1200).forEach(i -> builder.field("c" + i, Schema.OPTIONAL_FLOAT64_SCHEMA));
        try (RunningTask task = OracleTasks.start(database)) {
            task.open(partition);
            task.put(Records.of(partition, 0, new Struct(builder.build())));
            assertThatThrownBy(() -> task.await(() -> false))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("pk.mode");
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void withoutPermissionItTellsTheStatementsToRun(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        Schema schema = Records.schema("n", Schema.INT32_SCHEMA);
        try (RunningTask task = OracleTasks.start(database, "auto.create=false")) {
            task.open(partition);
            task.put(Records.of(partition, 0, Records.struct(schema, 0)));
            assertThatThrownBy(() -> task.await(() -> false))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("CREATE TABLE")
                    .hasMessageContaining("auto.create");
        }
        database.execute("CREATE TABLE " + partition.topic() + " (n INTEGER)");
        Schema wider = Records.schema("n", Schema.INT32_SCHEMA, "m", Schema.INT32_SCHEMA);
        try (RunningTask task = OracleTasks.start(database, "auto.evolve=false")) {
            task.open(partition);
            task.put(Records.of(partition, 0, Records.struct(wider, 0, 1)));
            assertThatThrownBy(() -> task.await(() -> false))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("ALTER TABLE")
                    .hasMessageContaining("auto.evolve");
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void threeHundredTopicsLiveInOneTask(Product product) {
        LocalDatabase database = databases.of(product);
        Schema schema = Records.schema("n", Schema.INT32_SCHEMA, "v", Schema.FLOAT64_SCHEMA);
        List<TopicPartition> partitions = IntStream.range(0, 300)
                .mapToObj(i -> new TopicPartition("many_" + i, 0))
                .toList();
        try (RunningTask task = OracleTasks.start(database, "batch.linger.ms=200")) {
            task.open(partitions.toArray(TopicPartition[]::new));
            for (int offset = 0; offset < 10; offset++) {
                List<SinkRecord> records = new ArrayList<>();
                for (TopicPartition partition : partitions) {
                    records.add(Records.of(partition, offset, Records.struct(schema, offset, offset / 2.0)));
                }
                task.put(records);
            }
            task.awaitCommitted();
            assertThat(task.context().reasons()).isEmpty();
        }
        for (TopicPartition partition : partitions) {
            assertThat(database.number("SELECT COUNT(*) FROM " + partition.topic()))
                    .isEqualTo(10);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void oldPartitionsAreDroppedAndTablesOfOthersAreLeftAlone(Product product) throws InterruptedException {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        Schema schema = Records.schema("at", Schema.INT64_SCHEMA, "v", Schema.INT32_SCHEMA);
        long day = 86_400_000L;
        long now = System.currentTimeMillis();
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            records.add(Records.of(partition, i, Records.struct(schema, now - (19 - i) * day, i)));
        }
        String[] settings = {
            "timestamp.field=at",
            "timestamp.column=ts",
            "partition.interval=day",
            "pk.mode=kafka",
            "partition.start=2020-01-01"
        };
        try (RunningTask task = OracleTasks.start(database, settings)) {
            task.open(partition);
            task.put(records);
            task.awaitCommitted();
            assertThat(task.context().reasons()).isEmpty();
        }
        assertThat(database.number("SELECT COUNT(*) FROM " + partition.topic())).isEqualTo(20);

        Maintenance.prune(database, partition.topic(), 5);

        long left = database.number("SELECT COUNT(*) FROM " + partition.topic());
        assertThat(left).isBetween(5L, 7L);
        assertThat(database.number("SELECT MIN(v) FROM " + partition.topic())).isEqualTo(20 - left);
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void twoTasksThatChangeATableAtOnceLoseNothing(Product product) throws Exception {
        assumeTrue(
                product != Product.H2,
                "H2 copies a table to alter it: rows that another connection committed meanwhile were lost in one run");
        LocalDatabase database = databases.of(product);
        String topic = freshPartition().topic();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int number = 0; number < 2; number++) {
                TopicPartition partition = new TopicPartition(topic, number);
                running.add(threads.submit(() -> {
                    try (RunningTask task = OracleTasks.start(database)) {
                        task.open(partition);
                        for (int step = 0; step < 12; step++) {
                            SchemaBuilder builder = SchemaBuilder.struct().field("n", Schema.INT32_SCHEMA);
                            for (int column = 0; column <= step; column++) {
                                builder.field("c" + column, Schema.INT32_SCHEMA);
                            }
                            Struct value = new Struct(builder.build()).put("n", step);
                            for (int column = 0; column <= step; column++) {
                                value.put("c" + column, column);
                            }
                            task.put(Records.of(partition, step, value));
                            task.awaitCommitted();
                        }
                        assertThat(task.context().reasons()).isEmpty();
                    }
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(database.number("SELECT COUNT(*) FROM " + topic)).isEqualTo(24);
        assertThat(database.number("SELECT COUNT(c11) FROM " + topic)).isEqualTo(2);
    }

    /** What somebody else may do to a table of the columns n and v while rows are written into it. */
    static Stream<List<String>> strangersChanges() {
        return Stream.of(
                List.of("ALTER TABLE %s ADD COLUMN stranger INTEGER"),
                List.of("ALTER TABLE %s ADD COLUMN stranger INTEGER", "ALTER TABLE %s DROP COLUMN stranger"),
                List.of("ALTER TABLE %s DROP COLUMN v"),
                List.of("ALTER TABLE %s DROP COLUMN v", "ALTER TABLE %s ADD COLUMN stranger BIGINT"),
                List.of("ALTER TABLE %s DROP COLUMN v", "ALTER TABLE %s ADD COLUMN stranger INTEGER"),
                List.of("DROP TABLE %s", "CREATE TABLE %s (v BIGINT, n BIGINT)"));
    }

    static Stream<List<String>> strangersChangesOfTypes() {
        return Stream.of(
                List.of("ALTER TABLE %s ALTER COLUMN v TYPE NUMERIC"),
                List.of("ALTER TABLE %s ALTER COLUMN v TYPE INTEGER"),
                List.of("ALTER TABLE %s ALTER COLUMN v TYPE DOUBLE PRECISION"));
    }

    @ParameterizedTest
    @MethodSource("strangersChanges")
    void noValueLandsInAnotherColumnWhateverAStrangerDoesToTheTable(List<String> changes) {
        requireValuesAfter(changes, databases.of(Product.POSTGRESQL));
        requireValuesAfter(changes, databases.of(Product.MARIADB));
    }

    @ParameterizedTest
    @MethodSource("strangersChangesOfTypes")
    void noValueIsTakenForAnotherTypeWhateverAStrangerDoesToTheTable(List<String> changes) {
        LocalDatabase database = databases.of(Product.POSTGRESQL);
        requireValuesAfter(changes, database);
        requireValuesAfter(changes, database, "timestamp.column=ts", "partition.interval=day");
        TopicPartition wider = freshPartition();
        database.execute("CREATE TABLE " + wider.topic() + " (own INTEGER, v BIGINT, n BIGINT)");
        requireValuesAfter(changes, database, wider);
    }

    private void requireValuesAfter(List<String> changes, LocalDatabase database, String... settings) {
        requireValuesAfter(changes, database, freshPartition(), settings);
        requireValuesAfter(
                changes,
                database,
                freshPartition(),
                Stream.concat(Stream.of("connections=3"), Stream.of(settings)).toArray(String[]::new));
    }

    private static void requireValuesAfter(
            List<String> changes, LocalDatabase database, TopicPartition partition, String... settings) {
        Schema schema = Records.schema("n", Schema.INT64_SCHEMA, "v", Schema.INT64_SCHEMA);
        try (RunningTask task = OracleTasks.start(database, settings)) {
            task.open(partition);
            for (int i = 0; i < 3; i++) {
                task.put(Records.of(partition, i, Records.struct(schema, (long) i, 10L * i)));
                task.awaitCommitted();
            }
            changes.forEach(change -> database.execute(String.format(change, partition.topic())));
            for (int i = 3; i < 6; i++) {
                task.put(Records.of(partition, i, Records.struct(schema, (long) i, 10L * i)));
                task.awaitCommitted();
            }
            assertThat(task.context().reasons()).isEmpty();
        }
        List<List<@Nullable Object>> rows =
                database.query("SELECT n, v FROM " + partition.topic() + " WHERE n >= 3 ORDER BY n");
        assertThat(rows).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(Records.whole(rows.get(i).get(0))).isEqualTo(3 + i);
            assertThat(Records.whole(rows.get(i).get(1))).isEqualTo(10L * (3 + i));
        }
    }

    @Test
    void anUpsertGoesOnThroughATemporaryTableOfTheNewTypes() {
        LocalDatabase database = databases.of(Product.POSTGRESQL);
        TopicPartition partition = freshPartition();
        Schema narrow = Records.schema("n", Schema.INT64_SCHEMA, "v", Schema.INT32_SCHEMA);
        Schema wide = Records.schema("n", Schema.INT64_SCHEMA, "v", Schema.INT64_SCHEMA);
        try (RunningTask task =
                OracleTasks.start(database, "insert.mode=upsert", "pk.mode=record_value", "pk.fields=n")) {
            task.open(partition);
            List<SinkRecord> records = new ArrayList<>();
            IntStream.range(0, 100)
                    .forEach(i -> records.add(Records.of(partition, i, Records.struct(narrow, (long) i, i))));
            task.put(records);
            task.awaitCommitted();
            records.clear();
            IntStream.range(0, 100)
                    .forEach(i -> records.add(
                            Records.of(partition, 100 + i, Records.struct(wide, (long) i, (1L << 40) + i))));
            task.put(records);
            task.awaitCommitted();
            assertThat(task.context().reasons()).isEmpty();
        }
        assertThat(database.number("SELECT COUNT(*) FROM " + partition.topic() + " WHERE v = (1::bigint << 40) + n"))
                .isEqualTo(100);
    }

    @Test
    void anUpsertLosesNoDigitsWhenItsColumnIsWidened() {
        LocalDatabase database = databases.of(Product.POSTGRESQL);
        TopicPartition partition = freshPartition();
        Schema millis = Records.schema("n", Schema.INT64_SCHEMA, "t", Timestamp.SCHEMA);
        Schema micros = Records.schema(
                "n",
                Schema.INT64_SCHEMA,
                "t",
                SchemaBuilder.int64()
                        .parameter("avro.logicalType", "timestamp-micros")
                        .build());
        try (RunningTask task =
                OracleTasks.start(database, "insert.mode=upsert", "pk.mode=record_value", "pk.fields=n")) {
            task.open(partition);
            List<SinkRecord> records = new ArrayList<>();
            IntStream.range(0, 100)
                    .forEach(i -> records.add(
                            Records.of(partition, i, Records.struct(millis, (long) i, new Date(1_700_000_000_123L)))));
            task.put(records);
            task.awaitCommitted();
            records.clear();
            IntStream.range(0, 100)
                    .forEach(i -> records.add(
                            Records.of(partition, 100 + i, Records.struct(micros, (long) i, 1_700_000_000_123_456L))));
            task.put(records);
            task.awaitCommitted();
            assertThat(task.context().reasons()).isEmpty();
        }
        assertThat(database.number("SELECT COUNT(*) FROM " + partition.topic()
                        + " WHERE t = TIMESTAMP '2023-11-14 22:13:20.123456'"))
                .isEqualTo(100);
    }

    /** MariaDB holds 64 KiB of them for a table. */
    @ParameterizedTest
    @EnumSource(Product.class)
    void namesAndCommentsMayBeLong(Product product) {
        LocalDatabase database = databases.of(product);
        String words = "what an engineer wrote of this signal, in sixty letters or so";
        for (int width : new int[] {20, 55}) {
            TopicPartition partition = freshPartition();
            SchemaBuilder builder = SchemaBuilder.struct();
            long fields = 0;
            try (RunningTask task =
                    OracleTasks.start(database, "pk.mode=kafka", "pk.fields=kafka_partition,kafka_offset")) {
                task.open(partition);
                for (int step = 0; step < 4; step++) {
                    for (int i = 0; i < 250; i++) {
                        String name = "f" + fields++ + "_".repeat(width);
                        builder.field(
                                name.substring(0, width),
                                SchemaBuilder.bool().optional().doc(words).build());
                    }
                    SchemaBuilder grown = SchemaBuilder.struct();
                    builder.fields().forEach(field -> grown.field(field.name(), field.schema()));
                    Schema schema = grown.build();
                    Struct value = new Struct(schema);
                    schema.fields().forEach(field -> value.put(field, true));
                    task.put(Records.of(partition, step, value));
                    task.awaitCommitted();
                }
                assertThat(task.context().reasons()).isEmpty();
            }
            long stored = 0;
            for (String part : List.of("", "__2", "__3")) {
                try {
                    for (Object cell : database.query(
                                    "SELECT * FROM " + partition.topic() + part + " WHERE kafka_offset = 3")
                            .get(0)) {
                        stored += cell == null ? 0 : 1;
                    }
                    stored -= 2;
                } catch (IllegalStateException noSuchPart) {
                    assertThat(part).isNotEmpty();
                }
            }
            assertThat(stored).as(product + ", names of " + width).isEqualTo(fields);
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void commentsTellUnitsAndWhereAColumnComesFrom(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        Schema force = SchemaBuilder.float64()
                .doc("it's a force")
                .parameter("units", "N")
                .build();
        try (RunningTask task = OracleTasks.start(database)) {
            task.open(partition);
            task.put(Records.of(partition, 0, Records.struct(Records.schema("f", force), 1.0)));
            task.awaitCommitted();
        }
        String comment = String.valueOf(
                switch (product) {
                    case POSTGRESQL ->
                        database.query("SELECT col_description('" + partition.topic() + "'::regclass, 1)")
                                .get(0)
                                .get(0);
                    case MARIADB ->
                        database.query("SELECT column_comment FROM information_schema.columns WHERE table_name = '"
                                        + partition.topic() + "'")
                                .get(0)
                                .get(0);
                    case H2 ->
                        database.query("SELECT remarks FROM information_schema.columns WHERE table_name = '"
                                        + partition.topic().toUpperCase(Locale.ROOT) + "'")
                                .get(0)
                                .get(0);
                });
        assertThat(comment).isEqualTo("it's a force [N] (f)");
    }

    @Test
    void aTableOfAnotherTopicIsNotTouched() {
        LocalDatabase database = databases.of(Product.H2);
        TopicPartition dotted = new TopicPartition("one.topic", 0);
        TopicPartition underscored = new TopicPartition("one_topic", 0);
        Schema schema = Records.schema("n", Schema.INT32_SCHEMA);
        try (RunningTask task = OracleTasks.start(database)) {
            task.open(dotted);
            task.put(Records.of(dotted, 0, Records.struct(schema, 0)));
            task.awaitCommitted();
        }
        try (RunningTask task = OracleTasks.start(database)) {
            task.open(underscored);
            task.put(Records.of(underscored, 0, Records.struct(schema, 1)));
            assertThatThrownBy(() -> task.await(() -> false))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("one.topic")
                    .hasMessageContaining("one_topic");
        }
        assertThat(database.number("SELECT COUNT(*) FROM one_topic")).isEqualTo(1);
    }
}
