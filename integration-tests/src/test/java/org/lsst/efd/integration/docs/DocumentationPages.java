package org.lsst.efd.integration.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The pages of this project: Markdown files of the checkout, without what is built. */
final class DocumentationPages {
    private static final Path PROJECT = Path.of(System.getProperty("efd.project.directory", ".."))
            .toAbsolutePath()
            .normalize();

    private DocumentationPages() {}

    static Path project() {
        return PROJECT;
    }

    /** All pages, sorted. */
    static List<Path> all() {
        try (Stream<Path> files = Files.walk(PROJECT, 4)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !PROJECT.relativize(file).toString().matches("(.*/)?(target|\\.git)/.*"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
