package org.lsst.efd.connect.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.SafeModeAction;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.lsst.efd.connect.parquet.s3.S3Double;

/** The sink against HDFS, and against a store that speaks S3. */
@EnabledIfSystemProperty(
        named = "efd.soak",
        matches = "true",
        disabledReason = "runs under bin/test --soak only: it has not been seen to pass in a whole run yet")
final class RemoteStoresIT {
    private static final TopicPartition PARTITION = new TopicPartition("lsst.sal.MTMount.azimuth", 0);

    @TempDir
    Path temporary;

    private String[] settings(Map<String, String> store, String... more) {
        return Stream.concat(
                        Stream.of("timestamp.field=private_efdStamp", "staging.dir=" + temporary.resolve("staging")),
                        Stream.concat(
                                store.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()),
                                Stream.of(more)))
                .toArray(String[]::new);
    }

    private static List<Long> offsets(List<InputFile> files) throws IOException {
        List<Long> offsets = new ArrayList<>();
        for (InputFile file : files) {
            try (ParquetReader<GenericRecord> reader =
                    AvroParquetReader.<GenericRecord>builder(file).build()) {
                for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
                    offsets.add((Long) row.get("salIndex"));
                }
            }
        }
        return offsets;
    }

    private static List<InputFile> onS3(S3Double s3) {
        return s3.objects().entrySet().stream()
                .filter(object -> object.getKey().endsWith(".parquet"))
                .map(object -> S3Double.input(object.getValue()))
                .toList();
    }

    @Test
    void s3HoldsEachRecordOnceWhateverIsRepeatedRefusedOrSlow() throws Exception {
        try (S3Double s3 = S3Double.start("efd")) {
            Random random = new Random(7);
            s3.fail(request -> random.nextInt(5) == 0 ? Optional.of(503) : Optional.empty());
            String[] settings = settings(s3.settings(), "rotate.records=50");
            // a zombie: it goes on although another owner has begun
            try (RunningTask zombie = SinkTasks.start("s3a://efd/data", settings);
                    RunningTask owner = SinkTasks.start("s3a://efd/data", settings)) {
                zombie.open(PARTITION);
                owner.open(PARTITION);
                for (int batch = 0; batch < 6; batch++) {
                    zombie.put(ParquetSinkTaskTest.records(batch * 30L, batch * 30L + 30));
                    owner.put(ParquetSinkTaskTest.records(batch * 30L, batch * 30L + 30));
                }
                owner.awaitCommittedOrRewound(ParquetSinkTaskTest::records);
                zombie.awaitCommittedOrRewound(ParquetSinkTaskTest::records);
            }
            s3.fail(request -> Optional.empty());
            assertThat(offsets(onS3(s3))).hasSize(180).doesNotHaveDuplicates();
            assertThat(s3.conflicts()).as("names refused, the probe's included").isPositive();
            assertThat(s3.openUploads()).isZero();
            assertThat(s3.objects().keySet()).noneMatch(key -> key.contains(".efd-probe/"));
        }
    }

    @Test
    void aStoreWithoutConditionsIsRefusedWhereTheyAreRequired() throws Exception {
        try (S3Double s3 = S3Double.start("efd")) {
            s3.ignoreConditions();
            try (RunningTask task =
                    SinkTasks.start("s3a://efd/data", settings(s3.settings(), "store.conditional.create=require"))) {
                task.open(PARTITION);
                assertThatThrownBy(() -> task.await(() -> false))
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining("If-None-Match");
            }
        }
    }

    @Test
    void aBucketThatIsMissingFailsTheTaskNamingIt() throws Exception {
        try (S3Double s3 = S3Double.start("efd");
                RunningTask task = SinkTasks.start("s3a://other/data", settings(s3.settings()))) {
            task.open(PARTITION);
            assertThatThrownBy(() -> task.await(() -> false))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("s3a://other/data");
        }
    }

    @Test
    void hdfsHoldsEachRecordOnceAndNothingThatIsHalfDone() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, temporary.resolve("dfs").toString());
        try (MiniDFSCluster hdfs =
                new MiniDFSCluster.Builder(configuration).numDataNodes(1).build()) {
            hdfs.waitActive();
            String url = "hdfs://127.0.0.1:" + hdfs.getNameNodePort() + "/efd";
            String[] settings = settings(Map.of("hadoop.dfs.replication", "1"), "rotate.records=50");
            try (RunningTask zombie = SinkTasks.start(url, settings);
                    RunningTask owner = SinkTasks.start(url, settings)) {
                zombie.open(PARTITION);
                owner.open(PARTITION);
                for (int batch = 0; batch < 6; batch++) {
                    zombie.put(ParquetSinkTaskTest.records(batch * 30L, batch * 30L + 30));
                    owner.put(ParquetSinkTaskTest.records(batch * 30L, batch * 30L + 30));
                    if (batch == 3) {
                        // nothing can be written in safe mode: the sink waits
                        hdfs.getFileSystem().setSafeMode(SafeModeAction.ENTER);
                        owner.put(List.of());
                        hdfs.getFileSystem().setSafeMode(SafeModeAction.LEAVE);
                    }
                }
                owner.awaitCommittedOrRewound(ParquetSinkTaskTest::records);
                zombie.awaitCommittedOrRewound(ParquetSinkTaskTest::records);
            }
            FileSystem fileSystem = hdfs.getFileSystem();
            List<InputFile> files = new ArrayList<>();
            AtomicInteger staged = new AtomicInteger();
            RemoteIterator<LocatedFileStatus> all = fileSystem.listFiles(new org.apache.hadoop.fs.Path("/efd"), true);
            while (all.hasNext()) {
                LocatedFileStatus file = all.next();
                if (file.getPath().toString().contains(".efd-staging")) {
                    staged.incrementAndGet();
                } else {
                    files.add(HadoopInputFile.fromStatus(file, configuration));
                }
            }
            assertThat(offsets(files)).hasSize(180).doesNotHaveDuplicates();
            assertThat(staged).hasValue(0);
        }
    }
}
