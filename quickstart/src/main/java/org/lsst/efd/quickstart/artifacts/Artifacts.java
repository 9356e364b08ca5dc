package org.lsst.efd.quickstart.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.lsst.efd.quickstart.process.Removal;
import org.lsst.efd.quickstart.process.StackException;

/**
 * The programs that the stack starts, fetched through Maven into a cache directory the first time they are asked for.
 * Each is named after a hash of the POM that describes it, so that a new version is a new directory. Several
 * processes may ask at once. Thread-safe.
 */
public final class Artifacts {
    private static final Object IN_THIS_PROCESS = new Object();

    private final Path cache;
    private final Consumer<String> progress;

    /**
     * Artifacts in this cache directory.
     *
     * @param progress is told, a line each, what is being fetched
     */
    public Artifacts(Path cache, Consumer<String> progress) {
        this.cache = cache;
        this.progress = progress;
    }

    /** The cache of this user: {@code $XDG_CACHE_HOME/efd-connect}, or {@code ~/.cache/efd-connect}. */
    public static Path userCache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path parent = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return parent.resolve("efd-connect");
    }

    /** A directory with the jars of a broker and a worker of this version of Kafka. */
    public Path kafka(KafkaVersion version) {
        return switch (version) {
            case CURRENT -> fetched("kafka", "Kafka, about 55 MB");
            case OLDEST -> fetched("kafka-oldest", "the oldest Kafka worker, about 31 MB");
        };
    }

    /** The jar that starts the schema registry. */
    public Path registry() {
        Path directory = fetched("registry", "the schema registry, about 115 MB");
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> entry.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> new StackException("no runner jar in " + directory));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    private Path fetched(String name, String description) {
        byte[] pom = pom(name);
        Path directory = cache.resolve(name + "-" + fingerprint(pom));
        if (Files.isDirectory(directory)) {
            return directory;
        }
        synchronized (IN_THIS_PROCESS) {
            try {
                Files.createDirectories(cache);
                try (FileChannel channel = FileChannel.open(
                                cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    if (lock.isValid() && !Files.isDirectory(directory)) {
                        progress.accept("Fetching " + description + " (once, into " + cache + ")");
                        fetch(name, pom, directory);
                    }
                }
                return directory;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot fetch " + description + " into " + cache, e);
            }
        }
    }

    /** Fetches beside the directory and moves it into place, so that a directory that is there is whole. */
    private void fetch(String name, byte[] pom, Path directory) throws IOException {
        Path work = cache.resolve(name + "-partial");
        // an earlier attempt may have been cut short
        Removal.of(work);
        Files.createDirectory(work);
        Files.write(work.resolve("pom.xml"), pom);
        Path content = work.resolve("content");
        new MavenRun(progress).run(work, content);
        Files.move(content, directory, StandardCopyOption.ATOMIC_MOVE);
        Removal.of(work);
    }

    private static byte[] pom(String name) {
        try (InputStream in = Artifacts.class.getResourceAsStream(name + ".xml")) {
            if (in == null) {
                throw new StackException("no resource " + name + ".xml beside " + Artifacts.class.getName());
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + name + ".xml", e);
        }
    }

    private static String fingerprint(byte[] pom) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(pom);
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
