package org.lsst.efd.connect.parquet.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.fs.s3a.RemoteFileChangedException;
import org.apache.hadoop.fs.s3a.UnknownStoreException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.parquet.io.InputFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * S3 through S3A. An object appears whole when its upload is completed; {@code If-None-Match: *} makes that fail where the
 * name exists. A plain create without overwrite is no fence: it looks first and writes then.
 */
public final class S3Store implements FileStore {
    private static final Logger LOG = LoggerFactory.getLogger(S3Store.class);
    private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";
    private static final byte[] PROBE = "efd".getBytes(StandardCharsets.US_ASCII);

    private final HadoopRules rules;
    private final ConditionalCreate conditional;
    private final HadoopFiles files;
    private final String temporary = UUID.randomUUID() + ".s3a";

    /** Nothing is reached yet. */
    public S3Store(HadoopRules rules, ConditionalCreate conditional) {
        this.rules = rules;
        this.conditional = conditional;
        this.files = new HadoopFiles(
                rules,
                Map.of(
                        "fs.s3a.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem",
                        // fail and let the sink try again, rather than retry inside for minutes
                        "fs.s3a.attempts.maximum", "3",
                        "fs.s3a.retry.limit", "3",
                        "fs.s3a.connection.establish.timeout", "15s"));
    }

    @Override
    public Path stagingDirectory() {
        return rules.staging();
    }

    @Override
    public void prepare(String owner) throws IOException {
        Files.createDirectories(rules.staging());
        Leftovers.remove(rules.staging(), owner);
        // S3A copies what it uploads: what a killed worker leaves of that goes with its staged files
        files.keepTemporaryFilesIn(rules.staging().resolve(owner + temporary));
        if (conditional != ConditionalCreate.OFF) {
            probe(files.path(".efd-probe/" + owner + UUID.randomUUID()));
        }
    }

    private void probe(org.apache.hadoop.fs.Path object) throws IOException {
        FileSystem fileSystem = files.fileSystem();
        boolean isFirstMade = create(fileSystem, object, to -> to.write(PROBE));
        boolean isSecondMade = create(fileSystem, object, to -> to.write(PROBE));
        remove(fileSystem, object);
        if (isFirstMade && !isSecondMade) {
            return;
        }
        String problem =
                this + " ignores If-None-Match: a task that was thought dead could replace files of its successor";
        if (conditional == ConditionalCreate.REQUIRE) {
            throw new ConnectException(problem + "; store.conditional.create=warn accepts that");
        }
        LOG.warn("{}", problem);
    }

    /** S3A marks the directory of what it deletes, if nothing else is in it: the mark goes too. */
    private static void remove(FileSystem fileSystem, org.apache.hadoop.fs.Path object) throws IOException {
        fileSystem.delete(object, false);
        try {
            fileSystem.delete(object.getParent(), false);
        } catch (PathIsNotEmptyDirectoryException another) {
            LOG.debug("{} is tried out by another task too", object.getParent(), another);
        }
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(FSDataOutputStream to) throws IOException;
    }

    /** False if the object exists. */
    private static boolean create(FileSystem fileSystem, org.apache.hadoop.fs.Path object, Content content)
            throws IOException {
        FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(object);
        builder.overwrite(true);
        builder.recursive();
        builder.opt(CONDITIONAL, true);
        FSDataOutputStream to = builder.build();
        boolean isWritten = false;
        try {
            content.writeTo(to);
            isWritten = true;
            to.close();
            return true;
        } catch (RemoteFileChangedException taken) {
            return false;
        } finally {
            if (!isWritten) {
                to.abort();
            }
        }
    }

    @Override
    public List<String> list(String directory, String prefix) throws IOException {
        return files.list(directory, prefix);
    }

    @Override
    public InputFile open(String path) throws IOException {
        return files.open(path);
    }

    @Override
    public boolean publish(StagedName staged, String path) throws IOException {
        boolean isPublished = create(files.fileSystem(), files.path(path), to -> HadoopFiles.copy(staged.file(), to));
        Files.deleteIfExists(staged.file());
        return isPublished;
    }

    @Override
    public StoreFailure classify(Exception failure) {
        return failure instanceof UnknownStoreException ? StoreFailure.LASTING : StoreFailure.of(failure);
    }

    @Override
    public void close() {
        files.close();
    }

    @Override
    public String toString() {
        return rules.toString();
    }
}
