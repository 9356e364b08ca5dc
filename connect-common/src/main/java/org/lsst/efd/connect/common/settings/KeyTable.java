package org.lsst.efd.connect.common.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The key table of a plugin as Markdown, generated from its settings.
 *
 * <p>A document holds it between the lines {@code <!-- keys:begin -->} and {@code <!-- keys:end -->}; a test of each
 * plugin asks {@link #isIn} and fails when the two differ. {@link #writeTo} mends the document.
 */
public final class KeyTable {
    private static final String BEGIN = "<!-- keys:begin -->\n";
    private static final String END = "<!-- keys:end -->";

    private final String markdown;

    private KeyTable(String markdown) {
        this.markdown = markdown;
    }

    /** The table of these settings: one heading and one table a group. */
    public static KeyTable of(Settings settings) {
        StringBuilder text = new StringBuilder();
        settings.groups().forEach((group, ofGroup) -> {
            text.append("\n### ").append(group).append("\n\n");
            text.append("| key | type | default | meaning |\n|---|---|---|---|\n");
            ofGroup.forEach(setting -> appendRow(text, setting));
        });
        return new KeyTable(text.append('\n').toString());
    }

    private static void appendRow(StringBuilder text, Setting<?> setting) {
        String type = setting.choices().isEmpty()
                ? setting.type().name().toLowerCase(java.util.Locale.ROOT)
                : String.join(", ", setting.choices());
        String byDefault = setting.defaultText();
        String defaultCell = setting.isRequired() ? "required" : byDefault.isEmpty() ? "–" : "`" + byDefault + "`";
        text.append("| `").append(setting.key()).append("` | ");
        text.append(type).append(" | ");
        text.append(escape(defaultCell)).append(" | ");
        text.append(escape(setting.documentation())).append(" |\n");
    }

    private static String escape(String cell) {
        return cell.replace("|", "\\|").replace("\n", " ");
    }

    /** Whether the document holds exactly this table between the two marks. */
    public boolean isIn(Path document) throws IOException {
        String text = Files.readString(document);
        return text.equals(insertedInto(text, document));
    }

    /** Puts this table between the two marks of the document. */
    public void writeTo(Path document) throws IOException {
        Files.writeString(document, insertedInto(Files.readString(document), document));
    }

    private String insertedInto(String text, Path document) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(document + " lacks the marks " + BEGIN.trim() + " and " + END);
        }
        return text.substring(0, begin + BEGIN.length()) + markdown + text.substring(end);
    }

    @Override
    public String toString() {
        return markdown;
    }
}
