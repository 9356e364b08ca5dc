package org.lsst.efd.quickstart.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.process.StackDirectory;

/**
 * The classes of a program, parsed and verified beforehand, so that it starts for two thirds of the work (application
 * class data sharing, JEP 310). Where the system property {@code efd.stack.archives} is {@code true}, the programs of a
 * stack write down which classes they load, and an archive of them is left in the cache for all later stacks: half a
 * minute, once, which only pays where many stacks are started. A Java of another version makes its own; one that cannot
 * use an archive starts without. Thread-safe.
 */
final class ClassArchives {
    private static final boolean ARE_MADE = Boolean.getBoolean("efd.stack.archives");

    private final StackDirectory directory;
    private final Consumer<String> progress;
    /** Class paths, by program. */
    private final Map<Path, String> missing = new ConcurrentHashMap<>();

    ClassArchives(StackDirectory directory, Consumer<String> progress) {
        this.directory = directory;
        this.progress = progress;
    }

    /**
     * Options for a Java that runs this program, to be followed by exactly this class path.
     *
     * @param program its directory or jar: the archive lies in there or beside it, and goes with it
     * @param component a name of its own in this stack
     */
    List<String> options(Path program, String classPath, String component) {
        Path archive = archive(program);
        if (Files.exists(archive)) {
            return List.of("-XX:SharedArchiveFile=" + archive);
        }
        if (!ARE_MADE) {
            return List.of();
        }
        missing.put(program, classPath);
        return List.of("-XX:DumpLoadedClassList=" + lists(program).resolve(component));
    }

    private static Path archive(Path program) {
        String name = "classes-" + Runtime.version() + ".jsa";
        return Files.isDirectory(program) ? program.resolve(name) : program.resolveSibling(name);
    }

    private Path lists(Path program) {
        return directory.resolve("classes-" + program.getFileName());
    }

    /** Makes the archives that were missing, once all programs have ended. Tells it where one cannot be made. */
    void make() {
        missing.forEach((program, classPath) -> {
            Path archive = archive(program);
            try (FileChannel channel = FileChannel.open(
                            Path.of(archive + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                // who holds the lock makes the same
                if (lock != null && !Files.exists(archive)) {
                    make(archive, lists(program), classPath);
                }
            } catch (IOException | RuntimeException e) {
                progress.accept("Programs will start as slowly as before, without " + archive + ": " + e);
            }
        });
    }

    private void make(Path archive, Path lists, String classPath) throws IOException {
        long start = System.nanoTime();
        Path list = directory.write(lists.getFileName() + ".list", List.copyOf(classes(lists)));
        Path partial = Path.of(archive + "-partial");
        Files.deleteIfExists(partial);
        List<String> dump = List.of(
                Ground.java(),
                "-Xshare:dump",
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + partial,
                "-cp",
                classPath);
        LocalProcess.runToEnd("making " + archive, dump, lists, directory.log("classes"));
        Files.move(partial, archive, StandardCopyOption.ATOMIC_MOVE);
        progress.accept("Made " + archive + " in " + (System.nanoTime() - start) / 1_000_000_000L
                + " s: its programs start quickly from now on");
    }

    /** What any of the programs has loaded, but for what their plugins' class loaders have. */
    private static Set<String> classes(Path lists) throws IOException {
        Set<String> classes = new LinkedHashSet<>();
        try (Stream<Path> all = Files.list(lists)) {
            for (Path one : all.toList()) {
                String text = Files.readString(one, StandardCharsets.UTF_8);
                // a list that ends in half a line is of a program that was killed
                text.substring(0, text.lastIndexOf('\n') + 1)
                        .lines()
                        .filter(line -> !line.startsWith("#") && !line.contains(" source: "))
                        .map(line -> line.replaceFirst(" id: .*", ""))
                        .forEach(classes::add);
            }
        }
        return classes;
    }
}
