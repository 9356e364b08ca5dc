package org.lsst.efd.connect.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.SafeModeAction;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.connect.common.sink.RunningTask;
import org.lsst.efd.connect.parquet.s3.S3Double;

/** The sink against HDFS, and against a store that speaks S3. */
final class RemoteStoresIT {
    private static final TopicPartition PARTITION = new TopicPartition("lsst.sal.MTMount.azimuth", 0);

    private static final int BATCHES = 6;
    private static final Map<String, String> HDFS = Map.of("hadoop.dfs.replication", "1");

    @TempDir
    static Path disks;

    private static MiniDFSCluster hdfs;

    @TempDir
    Path temporary;

    @BeforeAll
    static void startHdfs() throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, disks.toString());
        hdfs = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        hdfs.waitActive();
    }

    @AfterAll
    static void stopHdfs() {
        hdfs.shutdown();
    }

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

    /** A zombie and its successor, which both take every record; each file ends by time before the next records come. */
    private static void writeTwice(String url, String[] settings, Step betweenBatches) throws Exception {
        try (RunningTask zombie = SinkTasks.start(url, settings);
                RunningTask owner = SinkTasks.start(url, settings)) {
            zombie.open(PARTITION);
            owner.open(PARTITION);
            for (int batch = 0; batch < BATCHES; batch++) {
                List<SinkRecord> records = ParquetSinkTaskTest.records(batch * 30L, batch * 30L + 30);
                zombie.put(records);
                owner.put(records);
                betweenBatches.run(batch, owner);
                owner.awaitCommittedOrRewound(ParquetSinkTaskTest::records);
                zombie.awaitCommittedOrRewound(ParquetSinkTaskTest::records);
            }
        }
    }

    /** What happens to the store while records are held. */
    private interface Step {
        void run(int batch, RunningTask owner) throws Exception;
    }

    @Test
    void s3HoldsEachRecordOnceWhateverIsRepeatedRefusedOrSlow() throws Exception {
        try (S3Double s3 = S3Double.start("efd")) {
            Random random = new Random(7);
            s3.fail(request -> random.nextInt(5) == 0 ? Optional.of(503) : Optional.empty());
            writeTwice("s3a://efd/data", settings(s3.settings(), "rotate.records=50"), (batch, owner) -> {});
            s3.fail(request -> Optional.empty());
            assertThat(offsets(onS3(s3))).hasSize(BATCHES * 30).doesNotHaveDuplicates();
            assertThat(s3.refused())
                    .as("names that were refused to one because the other had taken them")
                    .anyMatch(key -> key.endsWith(".parquet"));
            assertThat(s3.openUploads()).isZero();
            assertThat(s3.objects().keySet()).noneMatch(key -> key.contains(".efd-probe"));
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

    /** A copy of what is on the disk during an upload is what a worker leaves that is killed there. */
    @Test
    void whatAKilledWorkerLeavesOfAnUploadToS3GoesWithTheNextStart() throws Exception {
        Path killed = temporary.resolve("killed");
        CountDownLatch copied = new CountDownLatch(1);
        try (S3Double s3 = S3Double.start("efd")) {
            s3.fail(request -> {
                if (request.startsWith("PUT") && request.endsWith(".parquet") && copied.getCount() > 0) {
                    copy(temporary.resolve("staging"), killed);
                    copied.countDown();
                }
                return Optional.empty();
            });
            try (RunningTask task = SinkTasks.start("s3a://efd/data", settings(s3.settings()))) {
                task.open(PARTITION);
                task.put(ParquetSinkTaskTest.records(0, 50));
                task.awaitCommitted();
            }
            assertThat(temporary.resolve("staging")).isEmptyDirectory();
            assertThat(filesIn(killed))
                    .as("the staged file and S3A's copy")
                    .hasSize(2)
                    .anyMatch(file -> file.contains("s3ablock"));
            Map<String, String> next = new HashMap<>(s3.settings());
            next.put("staging.dir", killed.toString());
            try (RunningTask task = SinkTasks.start("s3a://efd/next", settings(next))) {
                task.open(PARTITION);
                task.put(ParquetSinkTaskTest.records(0, 50));
                task.awaitCommitted();
            }
            assertThat(killed).isEmptyDirectory();
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static List<String> filesIn(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).map(Path::toString).toList();
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
        String url = url("twice");
        writeTwice(url, settings(HDFS, "rotate.records=50"), (batch, owner) -> {
            if (batch == 3) {
                // nothing can be written in safe mode: the sink waits
                hdfs.getFileSystem().setSafeMode(SafeModeAction.ENTER);
                owner.put(List.of());
                hdfs.getFileSystem().setSafeMode(SafeModeAction.LEAVE);
            }
        });
        assertThat(offsets(onHdfs("twice"))).hasSize(BATCHES * 30).doesNotHaveDuplicates();
        assertThat(staged("twice")).isEmpty();
    }

    @Test
    void aRenameThatFailsOnHdfsIsRepeatedUntilItSucceeds() throws Exception {
        DistributedFileSystem files = hdfs.getFileSystem();
        org.apache.hadoop.fs.Path topic = new org.apache.hadoop.fs.Path("/quota/" + PARTITION.topic());
        try (RunningTask task = SinkTasks.start(url("quota"), settings(HDFS, "path.template=${topic}"))) {
            task.open(PARTITION);
            task.put(ParquetSinkTaskTest.records(0, 50));
            task.awaitCommitted();
            // the directory and the one file in it are all that there may be
            files.setQuota(topic, 2, HdfsConstants.QUOTA_DONT_SET);
            task.put(ParquetSinkTaskTest.records(50, 100));
            task.await(() -> lastStagedMs() > 0);
            long firstAttempt = lastStagedMs();
            task.await(() -> lastStagedMs() > firstAttempt);
            assertThat(onHdfs("quota")).hasSize(1);
            assertThat(task.committable(PARTITION)).isEqualTo(50);
            files.setQuota(topic, HdfsConstants.QUOTA_RESET, HdfsConstants.QUOTA_DONT_SET);
            task.awaitCommitted();
        }
        assertThat(offsets(onHdfs("quota"))).hasSize(100).doesNotHaveDuplicates();
        assertThat(staged("quota")).isEmpty();
    }

    private static String url(String root) {
        return "hdfs://127.0.0.1:" + hdfs.getNameNodePort() + "/" + root;
    }

    private static List<LocatedFileStatus> all(String root) {
        try {
            List<LocatedFileStatus> all = new ArrayList<>();
            RemoteIterator<LocatedFileStatus> files =
                    hdfs.getFileSystem().listFiles(new org.apache.hadoop.fs.Path("/" + root), true);
            while (files.hasNext()) {
                all.add(files.next());
            }
            return all;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static boolean isStaged(LocatedFileStatus file) {
        return file.getPath().toString().contains(".efd-staging");
    }

    private static List<LocatedFileStatus> staged(String root) {
        return all(root).stream().filter(RemoteStoresIT::isStaged).toList();
    }

    private static long lastStagedMs() {
        return staged("quota").stream()
                .mapToLong(LocatedFileStatus::getModificationTime)
                .max()
                .orElse(0);
    }

    private static List<InputFile> onHdfs(String root) throws IOException {
        List<InputFile> files = new ArrayList<>();
        for (LocatedFileStatus file : all(root)) {
            if (!isStaged(file)) {
                files.add(HadoopInputFile.fromStatus(file, hdfs.getConfiguration(0)));
            }
        }
        return files;
    }
}
