package org.lsst.efd.quickstart.stack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.lsst.efd.quickstart.process.StackException;

/** Finds the servers that are installed on this machine, whatever their version. */
final class Programs {
    private static final Path POSTGRES_VERSIONS = Path.of("/usr/lib/postgresql");

    private Programs() {}

    /**
     * The path of a program.
     *
     * @param debianPackage what to install when it is missing
     * @throws StackException when it is missing
     */
    static String find(String program, String debianPackage) {
        return directories().stream()
                .map(directory -> directory.resolve(program))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new StackException(
                        program + " is not installed; on Debian and Ubuntu it is in the package " + debianPackage));
    }

    /** Whether a program is there. */
    static boolean isInstalled(String program) {
        return directories().stream().anyMatch(directory -> Files.isExecutable(directory.resolve(program)));
    }

    private static List<Path> directories() {
        List<Path> directories = new ArrayList<>();
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!directory.isBlank()) {
                directories.add(Path.of(directory));
            }
        }
        // servers stand where the path of a plain user does not look
        directories.add(Path.of("/usr/sbin"));
        directories.addAll(postgresDirectories());
        return directories;
    }

    /** Debian keeps each version of PostgreSQL in a directory of its own; the newest first. */
    private static List<Path> postgresDirectories() {
        if (!Files.isDirectory(POSTGRES_VERSIONS)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(POSTGRES_VERSIONS)) {
            return versions.sorted(Comparator.comparing((Path version) -> number(version))
                            .reversed())
                    .map(version -> version.resolve("bin"))
                    .toList();
        } catch (IOException e) {
            throw new StackException("cannot list " + POSTGRES_VERSIONS, e);
        }
    }

    private static double number(Path version) {
        String name = version.getFileName().toString();
        return name.matches("\\d+(\\.\\d+)?") ? Double.parseDouble(name) : 0;
    }
}
