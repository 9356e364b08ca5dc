package org.lsst.efd.connect.parquet.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.kafka.common.utils.Utils;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file system of Hadoop of one's own: none of its static caches is shared with other connectors. It is opened by the
 * first that needs it and opened again after a failure to do so. Thread-safe.
 */
final class HadoopFiles implements AutoCloseable {
    private final HadoopRules rules;
    private final Map<String, String> defaults;
    private java.nio.file.@Nullable Path temporary;
    private @Nullable FileSystem opened;
    private @Nullable UserGroupInformation user;

    /**
     * Nothing is opened yet.
     *
     * @param defaults properties where the configuration has none
     */
    HadoopFiles(HadoopRules rules, Map<String, String> defaults) {
        this.rules = rules;
        this.defaults = defaults;
    }

    /** Where the file system keeps what it needs for itself on a local disk, from before it is opened until it is closed. */
    synchronized void keepTemporaryFilesIn(java.nio.file.Path directory) {
        temporary = directory;
    }

    /** The file system, after renewing what runs out. */
    synchronized FileSystem fileSystem() throws IOException {
        if (user != null) {
            user.checkTGTAndReloginFromKeytab();
        }
        FileSystem known = opened;
        if (known == null) {
            known = open();
            opened = known;
        }
        return known;
    }

    private FileSystem open() throws IOException {
        Configuration configuration = configuration();
        if (rules.keytab().isEmpty()) {
            return FileSystem.newInstance(rules.root(), configuration);
        }
        HadoopRules.Keytab keytab = rules.keytab().get();
        UserGroupInformation.setConfiguration(configuration);
        UserGroupInformation loggedIn = UserGroupInformation.loginUserFromKeytabAndReturnUGI(
                keytab.principal(), keytab.file().toString());
        user = loggedIn;
        try {
            return loggedIn.doAs((java.security.PrivilegedExceptionAction<FileSystem>)
                    () -> FileSystem.newInstance(rules.root(), configuration));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while logging in", interrupted);
        }
    }

    private Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.setClassLoader(HadoopFiles.class.getClassLoader());
        defaults.forEach(configuration::set);
        if (temporary != null) {
            configuration.set("hadoop.tmp.dir", temporary.toString());
        }
        rules.configurationDirectory().ifPresent(directory -> {
            for (String file : List.of("core-site.xml", "hdfs-site.xml")) {
                if (Files.isRegularFile(directory.resolve(file))) {
                    configuration.addResource(new Path(directory.resolve(file).toUri()));
                }
            }
        });
        rules.properties().forEach(configuration::set);
        return configuration;
    }

    /** A path below the root. */
    Path path(String relative) {
        String root = rules.root().toString();
        return new Path((root.endsWith("/") ? root : root + "/") + relative);
    }

    List<String> list(String directory, String prefix) throws IOException {
        List<String> names = new ArrayList<>();
        try {
            for (FileStatus file : fileSystem()
                    .listStatus(path(directory), path -> path.getName().startsWith(prefix))) {
                names.add(file.getPath().getName());
            }
        } catch (FileNotFoundException noDirectory) {
            return List.of();
        }
        return names;
    }

    InputFile open(String relative) throws IOException {
        FileSystem files = fileSystem();
        FileStatus status = files.getFileStatus(path(relative));
        return new InputFile() {
            @Override
            public long getLength() {
                return status.getLen();
            }

            @Override
            public SeekableInputStream newStream() throws IOException {
                return HadoopStreams.wrap(files.open(status.getPath()));
            }

            @Override
            public String toString() {
                return status.getPath().toString();
            }
        };
    }

    static void copy(java.nio.file.Path from, OutputStream to) throws IOException {
        try (InputStream bytes = Files.newInputStream(from)) {
            bytes.transferTo(to);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (opened != null) {
                opened.close();
            }
            if (temporary != null) {
                Utils.delete(temporary.toFile());
            }
        } catch (IOException atTheEnd) {
            org.slf4j.LoggerFactory.getLogger(HadoopFiles.class).debug("{} closed badly", rules, atTheEnd);
        }
    }
}
