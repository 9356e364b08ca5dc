package org.lsst.efd.quickstart.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.lsst.efd.quickstart.stores.Content;

/**
 * What an audit found.
 *
 * @param records a finding for each topic that telemetry was produced into
 * @param windows a finding for each aggregated topic
 */
public record AuditResult(List<Finding> records, List<Finding> windows) {
    /** Copies the findings. */
    public AuditResult {
        records = List.copyOf(records);
        windows = List.copyOf(windows);
    }

    /** Whether something was produced, and every place holds exactly that. */
    public boolean isClean() {
        return records.stream().anyMatch(finding -> finding.expected().rows() > 0) && all().allMatch(Finding::isClean);
    }

    /** What is wrong, a line each. */
    public List<String> differences() {
        return all().flatMap(finding -> finding.differences().stream()).toList();
    }

    /** Two tables, one of records and one of windows, as lines of text. */
    public List<String> table() {
        List<String> lines = new ArrayList<>(table("records", "produced", records));
        lines.addAll(table("windows", "expected", windows));
        return lines;
    }

    private static List<String> table(String what, String expected, List<Finding> findings) {
        List<String> lines = new ArrayList<>();
        int nameWidth = findings.stream()
                .mapToInt(finding -> finding.topic().length())
                .max()
                .orElse(what.length());
        StringBuilder header = new StringBuilder(String.format("  %-" + nameWidth + "s %12s", what, expected));
        if (!findings.isEmpty()) {
            findings.get(0).found().keySet().forEach(place -> header.append(String.format(" %16s", place)));
        }
        lines.add(header.toString());
        for (Finding finding : findings) {
            StringBuilder line = new StringBuilder(String.format(
                    Locale.ROOT,
                    "  %-" + nameWidth + "s %,12d",
                    finding.topic(),
                    finding.expected().rows()));
            finding.found().values().forEach(content -> line.append(cell(content, finding.expected())));
            lines.add(line.toString());
        }
        return lines;
    }

    /** The rows; marked where they differ, or are the same only in number. */
    private static String cell(Content content, Content expected) {
        String mark = content.equals(expected) ? "" : "≠ ";
        return String.format(" %16s", mark + String.format(Locale.ROOT, "%,d", content.rows()));
    }

    private Stream<Finding> all() {
        return Stream.concat(records.stream(), windows.stream());
    }
}
