package org.lsst.efd.connect.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.lsst.efd.connect.parquet.read.Files;

/** Bad records, bad places and bad files: each says what is wrong and takes nothing else with it. */
final class BadInputTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .name("r")
            .field("id", Schema.INT64_SCHEMA)
            .field("stamp", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field("site", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final double NOW = 1_685_578_352.25;

    @TempDir
    Path root;

    private static SinkRecord record(long offset, @Nullable Object stamp, @Nullable Object site) {
        Struct value = new Struct(SCHEMA).put("id", offset).put("stamp", stamp).put("site", site);
        return RunningTask.record(PARTITION, offset, SCHEMA, value, 1_000);
    }

    private Set<Long> ids() throws Exception {
        Set<Long> ids = new TreeSet<>();
        for (Path file : Files.below(root)) {
            for (GenericRecord row : Files.records(file)) {
                assertThat(ids.add((Long) row.get("id"))).isTrue();
            }
        }
        return ids;
    }

    @Test
    void badRecordsGoToTheDeadLettersAndGoodOnesToTheFile() throws Exception {
        try (RunningTask task = SinkTasks.start(root.toUri().toString(), "timestamp.field=stamp")) {
            task.open(PARTITION);
            Struct withoutId = new Struct(SCHEMA).put("stamp", NOW);
            List<SinkRecord> records = new ArrayList<>(List.of(
                    record(0, NOW, "a"),
                    record(1, Double.NaN, "a"),
                    record(2, null, "a"),
                    record(3, 0.0, "a"),
                    record(4, 1e12, "a"),
                    record(5, NOW, "b"),
                    RunningTask.record(PARTITION, 6, SCHEMA, withoutId, 1_000),
                    RunningTask.record(PARTITION, 7, null, Map.of("id", 7L, "stamp", NOW), 1_000),
                    RunningTask.record(PARTITION, 8, SCHEMA, null, 1_000),
                    record(9, NOW, "c")));
            task.put(records);
            task.awaitCommitted();

            assertThat(ids()).containsExactly(0L, 5L, 9L);
            assertThat(task.context().reasons())
                    .hasSize(6)
                    .allMatch(reason -> reason.startsWith("t-0@"))
                    .anyMatch(reason -> reason.contains("t-0@1") && reason.contains("not finite"))
                    .anyMatch(reason -> reason.contains("t-0@2") && reason.contains("absent or null"))
                    .anyMatch(reason -> reason.contains("t-0@4") && reason.contains("1677 to 2262"))
                    .anyMatch(reason -> reason.contains("t-0@6") && reason.contains("field id is null, but required"))
                    .anyMatch(reason -> reason.contains("t-0@7") && reason.contains("without schema"));
        }
    }

    @Test
    void aBadRecordStopsTheTaskWhereNobodyTakesIt() {
        try (RunningTask task = SinkTasks.start(false, root.toUri().toString(), "timestamp.field=stamp")) {
            task.open(PARTITION);
            assertThatThrownBy(() -> task.put(record(0, Double.NaN, "a")))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("t-0@0");
        }
    }

    @Test
    void noValueLeadsOutOfTheRootAndAllAreFoundAgain() throws Exception {
        List<String> sites = new ArrayList<>(List.of(
                "../../etc",
                "/abs",
                "..",
                ".",
                "",
                "a/b",
                "a\\b",
                "nul\u0000l",
                "line\nbreak",
                "ä=ö",
                "x".repeat(5_000),
                "%41"));
        sites.add("x".repeat(4_999) + "y");
        try (RunningTask task =
                SinkTasks.start(root.resolve("data").toUri().toString(), "path.template=${topic}/site=${field:site}")) {
            task.open(PARTITION);
            long offset = 0;
            for (String site : sites) {
                task.put(record(offset++, NOW, site));
            }
            task.put(record(offset, NOW, null));
            task.awaitCommitted();
        }
        assertThat(ids()).hasSize(sites.size() + 1);
        assertThat(Files.below(root)).allSatisfy(file -> {
            assertThat(file).startsWith(root.resolve("data").resolve("t"));
            assertThat(root.relativize(file).getNameCount()).isEqualTo(4);
            assertThat(root.relativize(file).getName(2).toString()).matches("site=[A-Za-z0-9._%-]{1,128}");
        });
        // DuckDB decodes what stands in the path back to the value
        List<Map<String, Object>> rows = Files.duckdb("SELECT site FROM read_parquet('" + root
                + "/data/t/*/*.parquet', hive_partitioning=false, filename=true) WHERE id = 9");
        assertThat(rows.get(0).get("site")).isEqualTo("ä=ö");
    }

    @Test
    void aFieldOfManyValuesDoesNotMakeAFileForEach() throws Exception {
        try (RunningTask task = SinkTasks.start(
                root.toUri().toString(), "path.template=${topic}/id=${field:id}", "path.field.max=50")) {
            task.open(PARTITION);
            for (long offset = 0; offset < 10_000; offset++) {
                task.put(record(offset, NOW, "a"));
                if (offset == 60) {
                    assertThat(task.context().reasons()).isNotEmpty();
                }
                if (offset >= 200) {
                    break;
                }
            }
            task.awaitCommitted();
            assertThat(task.context().reasons()).allMatch(reason -> reason.contains("path.field.max"));
            assertThat(ids().size() + task.context().reasons().size()).isEqualTo(201);
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenFailsTheTaskNamingIt() throws Exception {
        Path file = java.nio.file.Files.createFile(root.resolve("file"));
        try (RunningTask task = SinkTasks.start(file.toUri().toString())) {
            task.open(PARTITION);
            assertThatThrownBy(() -> task.await(() -> false))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining(file.toUri().toString());
        }
    }

    @Test
    void aForeignFileWithANameOfOursFailsTheTaskNamingIt() throws Exception {
        try (RunningTask task = SinkTasks.start(root.toUri().toString(), "path.template=${topic}")) {
            task.open(PARTITION);
            task.put(record(0, NOW, "a"));
            task.awaitCommitted();
        }
        Path ours = Files.below(root).get(0);
        Path foreign =
                ours.resolveSibling(String.valueOf(ours.getFileName()).replace("+000000000000+", "+000000000007+"));
        java.nio.file.Files.writeString(foreign, "no Parquet");
        try (RunningTask task = SinkTasks.start(root.toUri().toString(), "path.template=${topic}")) {
            task.open(PARTITION);
            task.put(record(8, NOW, "a"));
            assertThatThrownBy(() -> task.await(() -> false))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining(String.valueOf(foreign.getFileName()));
        }
    }

    @Test
    void aTopicThatWasMadeAgainFailsTheTaskAndDropsNothingSilently() throws Exception {
        try (RunningTask task = SinkTasks.start(root.toUri().toString(), "path.template=${topic}")) {
            task.open(PARTITION);
            task.put(record(0, NOW, "a"), record(1, NOW, "a"));
            task.awaitCommitted();
        }
        try (RunningTask task = SinkTasks.start(root.toUri().toString(), "path.template=${topic}")) {
            task.open(PARTITION);
            Struct value = new Struct(SCHEMA).put("id", 0L);
            task.put(RunningTask.record(PARTITION, 0, SCHEMA, value, 2_000));
            assertThatThrownBy(() -> task.await(() -> false))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("t-0")
                    .hasMessageContaining("deleted and made again");
        }
    }

    @Test
    void aSchemaThatBreaksTheFirstOneMakesBadRecords() throws Exception {
        Schema other = SchemaBuilder.struct()
                .name("r")
                .field("id", Schema.INT64_SCHEMA)
                .field("site", Schema.INT32_SCHEMA)
                .build();
        try (RunningTask task = SinkTasks.start(root.toUri().toString(), "schema.compatibility=backward")) {
            task.open(PARTITION);
            Struct broken = new Struct(other).put("id", 1L).put("site", 3);
            task.put(record(0, NOW, "a"), RunningTask.record(PARTITION, 1, other, broken, 1_000), record(2, NOW, "a"));
            task.awaitCommitted();
            assertThat(ids()).containsExactly(0L, 2L);
            assertThat(task.context().reasons()).singleElement().asString().contains("BACKWARD");
        }
    }
}
