package org.lsst.efd.connect.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.lsst.efd.connect.oracle.server.Databases;
import org.lsst.efd.connect.oracle.server.LocalDatabase;
import org.lsst.efd.connect.oracle.server.LocalDatabase.Product;

/** Values go in and come back equal. */
@TestInstance(Lifecycle.PER_CLASS)
final class ValuesIT {
    private final Databases databases = new Databases();
    private int topics;

    @AfterAll
    void end() {
        databases.close();
    }

    private TopicPartition freshPartition() {
        return new TopicPartition("values" + topics++, 0);
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void decimalsComeBackDigitByDigit(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        List<Integer> scales = List.of(0, 1, 4, 7, 20);
        SchemaBuilder schema = SchemaBuilder.struct();
        scales.forEach(scale -> schema.field(
                "d" + scale,
                Decimal.builder(scale)
                        .parameter("connect.decimal.precision", "38")
                        .build()));
        Schema built = schema.build();
        SplittableRandom random = new SplittableRandom(8);
        List<Struct> values = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Struct value = new Struct(built);
            for (int scale : scales) {
                value.put("d" + scale, decimal(random, i, scale));
            }
            values.add(value);
        }
        try (RunningTask task = OracleTasks.start(database, "pk.mode=kafka")) {
            task.open(partition);
            List<SinkRecord> records = new ArrayList<>();
            values.forEach(value -> records.add(Records.of(partition, records.size(), value)));
            task.put(records);
            task.awaitCommitted();
            assertThat(task.context().reasons()).isEmpty();
        }
        List<List<@Nullable Object>> rows =
                database.query("SELECT d0, d1, d4, d7, d20 FROM " + partition.topic() + " ORDER BY kafka_offset");
        assertThat(rows).hasSameSizeAs(values);
        for (int i = 0; i < values.size(); i++) {
            for (int column = 0; column < scales.size(); column++) {
                assertThat((BigDecimal) rows.get(i).get(column))
                        .isEqualByComparingTo((BigDecimal) values.get(i).get("d" + scales.get(column)));
            }
        }
    }

    /** Of any length from none to 38 digits, also with zeros at its ends. */
    private static BigDecimal decimal(SplittableRandom random, int index, int scale) {
        int digits = index % 39;
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "-0" : "0");
        for (int i = 0; i < digits; i++) {
            text.append(random.nextInt(3) == 0 ? 0 : random.nextInt(10));
        }
        return new BigDecimal(new java.math.BigInteger(text.toString()), scale);
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void everyTypeComesBackAsItWas(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        Schema micros = SchemaBuilder.int64()
                .parameter("avro.logicalType", "timestamp-micros")
                .build();
        Schema schema = Records.schema(
                "i8", Schema.INT8_SCHEMA,
                "i16", Schema.INT16_SCHEMA,
                "i32", Schema.INT32_SCHEMA,
                "i64", Schema.INT64_SCHEMA,
                "f32", Schema.FLOAT32_SCHEMA,
                "f64", Schema.FLOAT64_SCHEMA,
                "flag", Schema.BOOLEAN_SCHEMA,
                "txt", Schema.STRING_SCHEMA,
                "raw", Schema.BYTES_SCHEMA,
                "deci",
                        Decimal.builder(3)
                                .parameter("connect.decimal.precision", "20")
                                .build(),
                "dd", org.apache.kafka.connect.data.Date.SCHEMA,
                "clock", Time.SCHEMA,
                "moment", Timestamp.SCHEMA,
                "fine", micros,
                "nothing", Schema.OPTIONAL_FLOAT64_SCHEMA,
                "tags",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                                .build());
        SplittableRandom random = new SplittableRandom(5);
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            records.add(Records.of(
                    partition,
                    i,
                    Records.struct(
                            schema,
                            (byte) (i - 100),
                            (short) (i * 300 - 30000),
                            random.nextInt(),
                            random.nextLong(),
                            i == 0 ? Float.MIN_VALUE : 0.1f * i,
                            finite(random),
                            i % 2 == 0,
                            "t\u00e9\u20ac\ud83d\ude00'\"\\ " + i,
                            new byte[] {0, (byte) i, -1},
                            new BigDecimal("12345678901234567.891"),
                            new Date(86_400_000L * i),
                            new Date(1000L * i + 7),
                            new Date(Records.TIME_MS + i),
                            1_700_000_000_123_456L + i,
                            null,
                            Map.of("k\"", i))));
        }
        try (RunningTask task = OracleTasks.start(database, "pk.mode=kafka")) {
            task.open(partition);
            task.put(records);
            task.awaitCommitted();
        }

        String table = partition.topic();
        List<List<@Nullable Object>> rows =
                database.query("SELECT i8, i16, i32, i64, f32, f64, flag, txt, raw, deci, kafka_offset, nothing FROM "
                        + table + " ORDER BY kafka_offset");
        assertThat(rows).hasSize(200);
        for (int i = 0; i < 200; i++) {
            Struct value = (Struct) records.get(i).value();
            List<@Nullable Object> row = rows.get(i);
            for (int column = 0; column < 4; column++) {
                assertThat(Records.whole(row.get(column)))
                        .isEqualTo(((Number) value.get(schema.fields().get(column))).longValue());
            }
            if (product != Product.MARIADB) {
                // MariaDB shows fewer digits of a FLOAT than it has
                assertThat(((Number) row.get(4)).floatValue()).isEqualTo(value.getFloat32("f32"));
            }
            assertThat(Records.bits(row.get(5))).isEqualTo(Records.bits(value.getFloat64("f64")));
            assertThat(Records.whole(row.get(6)) == 1).isEqualTo(value.getBoolean("flag"));
            assertThat(row.get(7)).isEqualTo(value.getString("txt"));
            assertThat((byte[]) row.get(8)).isEqualTo(value.getBytes("raw"));
            assertThat((BigDecimal) row.get(9)).isEqualByComparingTo((BigDecimal) value.get("deci"));
            assertThat(row.get(11)).isNull();
        }
        assertThat(texts(
                        database,
                        "SELECT dd, clock, " + text("moment") + ", " + text("fine") + ", tags FROM " + table
                                + " WHERE kafka_offset = 3"))
                .allSatisfy(row -> {
                    assertThat(row.get(0)).startsWith("1970-01-04");
                    assertThat(row.get(1)).contains("00:00:03.007");
                    assertThat(row.get(2)).startsWith("2023-11-14 22:13:20.003");
                    assertThat(row.get(3)).startsWith("2023-11-14 22:13:20.123459");
                    assertThat(row.get(4).replace(" ", "")).isEqualTo("{\"k\\\"\":3}");
                });
    }

    private static String text(String column) {
        return "CAST(" + column + " AS CHAR(40))";
    }

    private static List<List<String>> texts(LocalDatabase database, String sql) {
        List<List<String>> all = new ArrayList<>();
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(rows.getString(i)));
                }
                all.add(row);
            }
        } catch (java.sql.SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return all;
    }

    private static double finite(SplittableRandom random) {
        double value;
        do {
            value = Double.longBitsToDouble(random.nextLong());
        } while (!Double.isFinite(value) || Math.abs(value) < Double.MIN_NORMAL);
        return value;
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void nanIsStoredWhereTheDatabaseHasItAndNulReplacedWhereItHasNot(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        Schema schema = Records.schema("n", Schema.INT32_SCHEMA, "d", Schema.FLOAT64_SCHEMA, "s", Schema.STRING_SCHEMA);
        try (RunningTask task = OracleTasks.start(database)) {
            task.open(partition);
            task.put(
                    Records.of(partition, 0, Records.struct(schema, 0, Double.NaN, "a\0b")),
                    Records.of(partition, 1, Records.struct(schema, 1, Double.NEGATIVE_INFINITY, "plain")));
            task.awaitCommitted();
        }
        List<List<@Nullable Object>> rows = database.query("SELECT d, s FROM " + partition.topic() + " ORDER BY n");
        if (product == Product.MARIADB) {
            assertThat(rows.get(0).get(0)).isNull();
            assertThat(rows.get(1).get(0)).isNull();
        } else {
            assertThat(rows.get(0).get(0)).isEqualTo(Double.NaN);
            assertThat(rows.get(1).get(0)).isEqualTo(Double.NEGATIVE_INFINITY);
        }
        assertThat(rows.get(0).get(1)).isEqualTo(product == Product.POSTGRESQL ? "a\ufffdb" : "a\0b");
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void arraysTakeEachForm(Product product) {
        LocalDatabase database = databases.of(product);
        Schema schema = Records.schema(
                "n", Schema.INT32_SCHEMA,
                "a", SchemaBuilder.array(Schema.OPTIONAL_FLOAT64_SCHEMA).build(),
                "w", SchemaBuilder.array(Schema.STRING_SCHEMA).build());
        for (String form : List.of("flatten", "json", "binary", "skip", "native")) {
            if (form.equals("native") && product != Product.POSTGRESQL) {
                continue;
            }
            TopicPartition partition = freshPartition();
            try (RunningTask task = OracleTasks.start(database, "array.mode=" + form)) {
                task.open(partition);
                task.put(
                        Records.of(
                                partition, 0, Records.struct(schema, 0, Arrays.asList(1.5, null), List.of("x", "y\""))),
                        Records.of(partition, 1, Records.struct(schema, 1, Arrays.asList(1.5, 2.5, -0.25), List.of())));
                task.awaitCommitted();
            }
            List<List<@Nullable Object>> rows = database.query("SELECT * FROM " + partition.topic() + " ORDER BY n");
            assertThat(rows).as(form).hasSize(2);
            assertThat(rows.get(0))
                    .as(form)
                    .hasSize(
                            switch (form) {
                                case "flatten" -> 6;
                                case "skip" -> 1;
                                default -> 3;
                            });
            if (form.equals("flatten")) {
                List<List<@Nullable Object>> cells =
                        database.query("SELECT a0, a1, a2, w0, w1 FROM " + partition.topic() + " ORDER BY n");
                assertThat(cells.get(0)).containsExactly(1.5, null, null, "x", "y\"");
                assertThat(cells.get(1)).containsExactly(1.5, 2.5, -0.25, null, null);
            } else if (form.equals("json")) {
                List<List<String>> cells = texts(database, "SELECT a, w FROM " + partition.topic() + " ORDER BY n");
                assertThat(cells.get(0).get(0).replace(" ", "")).isEqualTo("[1.5,null]");
                assertThat(cells.get(0).get(1).replace(" ", "")).isEqualTo("[\"x\",\"y\\\"\"]");
            } else if (form.equals("native")) {
                List<List<String>> cells = texts(database, "SELECT a, w FROM " + partition.topic() + " ORDER BY n");
                assertThat(cells.get(0)).containsExactly("{1.5,NULL}", "{x,\"y\\\"\"}");
                assertThat(cells.get(1)).containsExactly("{1.5,2.5,-0.25}", "{}");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void anArrayThatGrowsTooLongIsKeptWholeForGood(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        Schema schema = Records.schema(
                "n",
                Schema.INT32_SCHEMA,
                "a",
                SchemaBuilder.array(Schema.FLOAT64_SCHEMA).build());
        try (RunningTask task = OracleTasks.start(database, "array.flatten.max=3")) {
            task.open(partition);
            task.put(
                    Records.of(partition, 0, Records.struct(schema, 0, List.of(1.0, 2.0, 3.0))),
                    Records.of(partition, 1, Records.struct(schema, 1, List.of(1.0, 2.0, 3.0, 4.0))),
                    Records.of(partition, 2, Records.struct(schema, 2, List.of(5.0))));
            task.awaitCommitted();
        }
        try (RunningTask next = OracleTasks.start(database, "array.flatten.max=3")) {
            next.open(partition);
            next.put(Records.of(partition, 3, Records.struct(schema, 3, List.of(6.0, 7.0))));
            next.awaitCommitted();
        }
        List<List<@Nullable Object>> flat = database.query("SELECT a0, a2 FROM " + partition.topic() + " ORDER BY n");
        assertThat(flat.get(0)).containsExactly(1.0, 3.0);
        assertThat(flat.get(2)).containsExactly(null, null);
        assertThat(flat.get(3)).containsExactly(null, null);
        List<List<String>> whole = texts(database, "SELECT a FROM " + partition.topic() + " ORDER BY n");
        assertThat(whole.get(1).get(0).replace(" ", "")).isEqualTo("[1.0,2.0,3.0,4.0]");
        assertThat(whole.get(2).get(0)).isEqualTo("[5.0]");
        assertThat(whole.get(3).get(0).replace(" ", "")).isEqualTo("[6.0,7.0]");
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void hostileNamesNeitherInjectNorCollide(Product product) {
        LocalDatabase database = databases.of(product);
        List<String> names = new ArrayList<>(List.of(
                "a\"; DROP TABLE x; --",
                "c`d",
                "e'f",
                "LEVEL",
                "select",
                "\u00e9t\u00e9",
                "\u65e5\u672c",
                "1st",
                "with space"));
        names.add("x".repeat(200));
        names.add("x".repeat(199) + "y");
        SchemaBuilder builder = SchemaBuilder.struct();
        names.forEach(name -> builder.field(name, Schema.INT32_SCHEMA));
        Schema schema = builder.build();
        Struct value = new Struct(schema);
        for (int i = 0; i < names.size(); i++) {
            value.put(names.get(i), i);
        }
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of("o'x", "sel`ect", "x\";DROP", "t".repeat(200), "t".repeat(199) + "u", "user")) {
            partitions.add(new TopicPartition(topic, 0));
        }
        try (RunningTask task = OracleTasks.start(database, "table.name=h_${topic}")) {
            task.open(partitions.toArray(TopicPartition[]::new));
            partitions.forEach(partition -> task.put(Records.of(partition, 0, value)));
            task.awaitCommitted();
            assertThat(task.context().reasons()).isEmpty();
        }
        List<String> tables = tablesLike(database, "h_");
        assertThat(tables).hasSize(partitions.size());
        for (String table : tables) {
            String quote = product == Product.MARIADB ? "`" : "\"";
            List<@Nullable Object> row =
                    database.query("SELECT * FROM " + quote + table + quote).get(0);
            assertThat(Records.wholes(row))
                    .containsExactlyElementsOf(java.util.stream.LongStream.range(0, names.size())
                            .boxed()
                            .toList());
        }
    }

    private static List<String> tablesLike(LocalDatabase database, String prefix) {
        return database.query("SELECT table_name FROM information_schema.tables").stream()
                .map(row -> String.valueOf(row.get(0)))
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(prefix))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void fieldsWhoseColumnsCollideAreBadAndNamed(Product product) {
        LocalDatabase database = databases.of(product);
        TopicPartition partition = freshPartition();
        Schema schema = Records.schema("a.b", Schema.INT32_SCHEMA, "a_b", Schema.INT32_SCHEMA);
        try (RunningTask task = OracleTasks.start(database)) {
            task.open(partition);
            task.put(Records.of(partition, 0, Records.struct(schema, 1, 2)));
            task.awaitCommitted();
            assertThat(task.context().reasons())
                    .singleElement()
                    .asString()
                    .contains(partition.topic() + "-0@0")
                    .contains("a.b")
                    .contains("a_b");
        }
    }

    /** Rows of the archive; 1,797 x 269 and 50 Hz is the largest. */
    @ParameterizedTest
    @EnumSource(Product.class)
    void realRowsComeBackToTheBitAndTheMicrosecond(Product product) throws IOException {
        LocalDatabase database = databases.of(product);
        Path file = sharedFolder().resolve("lsst.sal.MTM1M3.appliedVelocityForces.csv");
        List<String[]> lines = Files.readAllLines(file).stream()
                .map(line -> line.split(",", -1))
                .toList();
        String[] names = lines.get(0);
        SchemaBuilder builder = SchemaBuilder.struct().field(names[0], Schema.INT64_SCHEMA);
        Arrays.stream(names).skip(1).forEach(name -> builder.field(name, Schema.OPTIONAL_FLOAT64_SCHEMA));
        Schema schema = builder.build();
        TopicPartition partition = new TopicPartition("real." + product, 0);
        List<SinkRecord> records = new ArrayList<>();
        for (String[] line : lines.subList(1, lines.size())) {
            Struct value = new Struct(schema).put(names[0], Long.parseLong(line[0]));
            for (int i = 1; i < names.length; i++) {
                value.put(names[i], line[i].isEmpty() ? null : Double.valueOf(line[i]));
            }
            records.add(Records.of(partition, records.size(), value));
        }
        try (RunningTask task = OracleTasks.start(
                database,
                "timestamp.field=time",
                "timestamp.unit=ns",
                "timestamp.column=event_time",
                "pk.mode=kafka",
                "pk.fields=kpart,koffset")) {
            task.open(partition);
            for (int from = 0; from < records.size(); from += 500) {
                task.put(records.subList(from, Math.min(records.size(), from + 500)));
            }
            task.awaitCommitted();
            assertThat(task.context().reasons()).isEmpty();
        }
        String columns = String.join(", ", Arrays.stream(names).skip(1).toList());
        List<List<@Nullable Object>> rows = database.query("SELECT koffset, event_time, " + columns + " FROM real_"
                + product.name().toLowerCase(Locale.ROOT));
        assertThat(rows).hasSameSizeAs(records);
        for (List<@Nullable Object> row : rows) {
            Struct value = (Struct) records.get((int) Records.whole(row.get(0))).value();
            java.sql.Timestamp time = (java.sql.Timestamp) row.get(1);
            long ns = value.getInt64(names[0]);
            assertThat(time.toLocalDateTime().toEpochSecond(java.time.ZoneOffset.UTC) * 1_000_000
                            + time.getNanos() / 1000)
                    .isCloseTo(ns / 1000, org.assertj.core.data.Offset.offset(1L));
            for (int i = 1; i < names.length; i++) {
                Double expected = value.getFloat64(names[i]);
                assertThat(Records.bits(row.get(i + 1))).isEqualTo(expected == null ? -1 : Records.bits(expected));
            }
        }
    }

    private static Path sharedFolder() {
        String named = System.getenv().getOrDefault("EFD_SHARED_DATA", "../../shared/data");
        Path folder = Path.of(named, "efd");
        Assumptions.assumeTrue(Files.isDirectory(folder), "skipped: no shared data; set EFD_SHARED_DATA");
        return folder;
    }

    @Test
    void textsAreHeldToTheirLengthBeforeTheyAreBound() {
        LocalDatabase database = databases.of(Product.H2);
        TopicPartition partition = freshPartition();
        Schema schema = Records.schema(
                "n",
                Schema.INT32_SCHEMA,
                "s",
                SchemaBuilder.string().parameter("length", "5").build());
        try (RunningTask task = OracleTasks.start(database)) {
            task.open(partition);
            task.put(
                    Records.of(partition, 0, Records.struct(schema, 0, "12345")),
                    Records.of(partition, 1, Records.struct(schema, 1, "123456")));
            task.awaitCommitted();
            assertThat(task.context().reasons())
                    .singleElement()
                    .asString()
                    .contains("field s")
                    .doesNotContain("123456");
        }
        TopicPartition cut = freshPartition();
        try (RunningTask task = OracleTasks.start(database, "string.overflow=truncate")) {
            task.open(cut);
            task.put(Records.of(cut, 0, Records.struct(schema, 0, "\u20ac23456")));
            task.awaitCommitted();
        }
        assertThat(database.query("SELECT s FROM " + cut.topic()).get(0).get(0)).isEqualTo("\u20ac2345");
    }
}
