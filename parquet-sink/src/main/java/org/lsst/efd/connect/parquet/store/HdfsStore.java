package org.lsst.efd.connect.parquet.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.io.InputFile;

/**
 * HDFS. A file is copied below {@code .efd-staging}, brought to the disks of the data nodes, and renamed: the name node does
 * that at once, and refuses where the name exists.
 */
public final class HdfsStore implements FileStore {
    private static final String STAGING = ".efd-staging";
    private static final Map<String, String> DEFAULTS =
            // fail and let the sink try again, rather than retry inside for minutes
            Map.of("ipc.client.connect.max.retries", "3", "ipc.client.connect.timeout", "10000");

    private final HadoopRules rules;
    private final HadoopFiles files;

    /** Nothing is reached yet. */
    public HdfsStore(HadoopRules rules) {
        this.rules = rules;
        this.files = new HadoopFiles(rules, DEFAULTS);
    }

    @Override
    public Path stagingDirectory() {
        return rules.staging();
    }

    @Override
    public void prepare(String owner) throws IOException {
        Files.createDirectories(rules.staging());
        Leftovers.remove(rules.staging(), owner);
        FileSystem fileSystem = files.fileSystem();
        fileSystem.mkdirs(files.path(STAGING));
        for (FileStatus left : fileSystem.listStatus(
                files.path(STAGING), path -> path.getName().startsWith(owner))) {
            fileSystem.delete(left.getPath(), false);
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
        FileSystem fileSystem = files.fileSystem();
        org.apache.hadoop.fs.Path published = files.path(path);
        org.apache.hadoop.fs.Path copy = files.path(STAGING + "/" + staged.name());
        try (FSDataOutputStream to = fileSystem.create(copy, true)) {
            HadoopFiles.copy(staged.file(), to);
            to.hsync();
        }
        fileSystem.mkdirs(published.getParent());
        boolean isPublished = fileSystem.rename(copy, published);
        if (!isPublished) {
            boolean isTaken = fileSystem.exists(published);
            fileSystem.delete(copy, false);
            if (!isTaken) {
                throw new FileNotFoundException(published + " could not be made by a rename, and does not exist");
            }
        }
        Files.deleteIfExists(staged.file());
        return isPublished;
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
