package org.lsst.efd.benchmarks.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The medians of a comparison as a table, as ratio lines and as JSON. */
public final class Report {
    private final Comparison comparison;
    private final Map<String, Measurement> medians;

    public Report(Comparison comparison, Map<String, Measurement> medians) {
        this.comparison = comparison;
        this.medians = medians;
    }

    /** Prints the table, then one line {@code ratio <name> <value> wanted <value>} for each claim. */
    public void print(PrintStream out) {
        int width = medians.keySet().stream().mapToInt(String::length).max().orElse(1);
        List<Figure> figures = figures();
        StringBuilder header = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s", comparison.name()));
        for (Figure figure : figures) {
            header.append(String.format(Locale.ROOT, "  %14s", figure.title()));
        }
        out.println(header);
        medians.forEach((contender, median) -> {
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s", contender));
            for (Figure figure : figures) {
                row.append(String.format(Locale.ROOT, "  %,14.1f", figure.of(median)));
            }
            out.println(row);
        });
        comparison
                .ratios()
                .forEach(ratio -> out.println(String.format(
                        Locale.ROOT, "ratio %s %.2f wanted %.2f", ratio.name(), ratio.value(medians), ratio.wanted())));
    }

    /** Those that some contender has. */
    private List<Figure> figures() {
        return Arrays.stream(Figure.values())
                .filter(figure -> medians.values().stream().anyMatch(median -> !Double.isNaN(figure.of(median))))
                .toList();
    }

    /** Writes the same as JSON to {@code <directory>/<comparison>.json}. */
    public Path write(Path directory) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode().put("comparison", comparison.name());
        ObjectNode contenders = root.putObject("contenders");
        medians.forEach((contender, median) -> {
            ObjectNode node = contenders.putObject(contender);
            for (Figure figure : figures()) {
                node.put(figure.title(), figure.of(median));
            }
        });
        ArrayNode ratios = root.putArray("ratios");
        comparison.ratios().forEach(ratio -> ratios.addObject()
                .put("name", ratio.name())
                .put("value", ratio.value(medians))
                .put("wanted", ratio.wanted()));
        Files.createDirectories(directory);
        Path file = directory.resolve(comparison.name() + ".json");
        mapper.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
        return file;
    }
}
