package org.lsst.efd.connect.manager.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.lsst.efd.connect.manager.secrets.Redaction;

/**
 * Standard output and standard error. Everything that is printed goes through here, and secrets do not come out.
 *
 * <p>Thread-safe as far as its writers are.
 */
public final class Console {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String OTHER_SCREEN = "\u001b[?1049h";
    private static final String FORMER_SCREEN = "\u001b[?1049l";
    private static final String HIDDEN_CURSOR = "\u001b[?25l";
    private static final String SHOWN_CURSOR = "\u001b[?25h";
    private static final String TO_THE_TOP = "\u001b[H";
    private static final String CLEAR_THE_REST_OF_THE_LINE = "\u001b[K\r\n";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintWriter out;
    private final PrintWriter err;
    private final Terminal terminal;
    private final OutputFormat format;
    private final Redaction redaction;

    public Console(PrintWriter out, PrintWriter err, Terminal terminal, OutputFormat format, Redaction redaction) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.format = format;
        this.redaction = redaction;
    }

    /** The form asked for. */
    public OutputFormat format() {
        return format;
    }

    /** What is known about standard output. */
    public Terminal terminal() {
        return terminal;
    }

    /** Whether the output is for people. */
    public boolean isTable() {
        return format == OutputFormat.TABLE;
    }

    /** A line on standard output. */
    public void line(String text) {
        out.println(redaction.text(text));
        out.flush();
    }

    /** Takes the terminal's other screen, so that what stood there before is there again in the end. */
    public void enterScreen() {
        control(OTHER_SCREEN + HIDDEN_CURSOR);
    }

    /** Gives the screen back. */
    public void leaveScreen() {
        control(SHOWN_CURSOR + FORMER_SCREEN);
    }

    /** Puts these lines in place of those before, at once and without a flicker. */
    public void screen(List<String> lines) {
        StringBuilder picture = new StringBuilder(TO_THE_TOP);
        lines.forEach(line -> picture.append(redaction.text(line)).append(CLEAR_THE_REST_OF_THE_LINE));
        control(picture.append(CLEAR_BELOW).toString());
    }

    private void control(String sequence) {
        out.print(sequence);
        out.flush();
    }

    /** A line for people beside the output: progress, warnings, errors. It goes to standard error. */
    public void remark(String text) {
        err.println(redaction.text(text));
        err.flush();
    }

    /** A list: a table with these columns, all of the rows as JSON or YAML, or the field {@code name} of each. */
    public void rows(ArrayNode rows, List<Column> columns) {
        switch (format) {
            case TABLE -> table(rows, columns);
            case JSON, YAML -> document(rows);
            case NAMES -> rows.forEach(row -> line(row.path("name").asText()));
        }
    }

    /** A table, whatever the form asked for. */
    public void table(ArrayNode rows, List<Column> columns) {
        List<List<String>> cells = new ArrayList<>();
        for (JsonNode row : rows) {
            cells.add(columns.stream()
                    .map(column -> redaction.text(column.cell(row)))
                    .toList());
        }
        new TextTable(columns.stream().map(Column::header).toList(), terminal)
                .lines(cells)
                .forEach(out::println);
        out.flush();
    }

    /** A document as JSON, or as YAML where that is asked for. */
    public void document(JsonNode document) {
        out.println(format == OutputFormat.YAML ? yaml(redacted(document)) : json(redacted(document)));
        out.flush();
    }

    /** A document as one line of JSON. */
    public void documentLine(JsonNode document) {
        out.println(redacted(document));
        out.flush();
    }

    /** A document as YAML, whatever the form asked for. */
    public void yamlDocument(JsonNode document) {
        out.println(yaml(redacted(document)));
        out.flush();
    }

    private JsonNode redacted(JsonNode node) {
        if (node.isTextual()) {
            return NODES.textNode(redaction.text(node.asText()));
        }
        if (node.isArray()) {
            ArrayNode copy = NODES.arrayNode();
            node.forEach(item -> copy.add(redacted(item)));
            return copy;
        }
        if (node.isObject()) {
            ObjectNode copy = NODES.objectNode();
            node.forEachEntry((key, value) -> copy.set(redaction.text(key), redacted(value)));
            return copy;
        }
        return node;
    }

    private static String json(JsonNode node) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        try {
            return new JsonMapper().writer(printer).writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    private static String yaml(JsonNode node) {
        YAMLMapper mapper = YAMLMapper.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
        try {
            return mapper.writeValueAsString(node).stripTrailing();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always YAML", e);
        }
    }
}
