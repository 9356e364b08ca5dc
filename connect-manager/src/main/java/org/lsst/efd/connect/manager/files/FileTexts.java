package org.lsst.efd.connect.manager.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.lsst.efd.connect.manager.outcome.CommandFailure;

/** Finds and reads the files an option names: a file, a directory with everything below it, or standard input. */
final class FileTexts {
    private static final List<String> ENDINGS = List.of(".json", ".yaml", ".yml");

    private final InputStream standardInput;

    FileTexts(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /**
     * The documents of one file.
     *
     * @param file for messages
     */
    record FileText(String file, String text) {
        List<Written> documents() {
            String name = file.toLowerCase(Locale.ROOT);
            boolean isJson =
                    name.endsWith(".json") || (!name.endsWith(".yaml") && !name.endsWith(".yml") && looksLikeJson());
            return isJson ? new JsonDocuments(file).read(text) : new YamlDocuments(file).read(text);
        }

        private boolean looksLikeJson() {
            String start = text.stripLeading();
            return start.startsWith("{") || start.startsWith("[");
        }
    }

    List<FileText> read(List<Path> paths) {
        List<FileText> texts = new ArrayList<>();
        for (Path path : paths) {
            if (path.toString().equals("-")) {
                texts.add(new FileText("standard input", fromStandardInput()));
            } else if (Files.isDirectory(path)) {
                filesBelow(path).forEach(file -> texts.add(read(file)));
            } else {
                texts.add(read(path));
            }
        }
        return texts;
    }

    private static List<Path> filesBelow(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> ENDINGS.stream()
                            .anyMatch(file.getFileName().toString().toLowerCase(Locale.ROOT)::endsWith))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw CommandFailure.usage("The directory " + directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static FileText read(Path file) {
        try {
            return new FileText(file.toString(), Files.readString(file));
        } catch (CharacterCodingException e) {
            throw CommandFailure.usage(file + " is not UTF-8", e);
        } catch (IOException e) {
            String reason = Files.exists(file) ? e.getMessage() : "it does not exist";
            throw CommandFailure.usage("The file " + file + " cannot be read: " + reason, e);
        }
    }

    private String fromStandardInput() {
        try {
            return new String(standardInput.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw CommandFailure.usage("Standard input cannot be read: " + e.getMessage(), e);
        }
    }
}
