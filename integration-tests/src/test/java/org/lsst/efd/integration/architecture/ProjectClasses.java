package org.lsst.efd.integration.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The compiled classes of all modules that the root POM lists, read from where the build has put them. */
final class ProjectClasses {
    private static final Path PROJECT = Path.of(System.getProperty("efd.project.directory", ".."));
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private ProjectClasses() {}

    static JavaClasses imported() {
        return new ClassFileImporter()
                .importPaths(modulesWithCode().stream()
                        .map(ProjectClasses::classesOf)
                        .filter(Files::isDirectory)
                        .toList());
    }

    /** The modules that have code to ship, in the order of the root POM. */
    static List<String> modulesWithCode() {
        try {
            return MODULE.matcher(Files.readString(PROJECT.resolve("pom.xml")))
                    .results()
                    .map((MatchResult result) -> result.group(1))
                    .filter(module -> Files.isDirectory(PROJECT.resolve(module).resolve("src/main/java")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the root POM in " + PROJECT.toAbsolutePath(), e);
        }
    }

    static String moduleOf(JavaClass type) {
        Path file = Path.of(type.getSource().orElseThrow().getUri());
        return PROJECT.toAbsolutePath().normalize().relativize(file).getName(0).toString();
    }

    private static Path classesOf(String module) {
        return PROJECT.resolve(module)
                .resolve("target/classes")
                .toAbsolutePath()
                .normalize();
    }
}
