package org.lsst.efd.quickstart.table;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Shows tallies: on a terminal as a table that is drawn again in its place, elsewhere as lines that can be read in a
 * log. Not thread-safe.
 */
public final class LiveTable {
    private static final String UP_AND_CLEAR = "\033[%dA\033[J";
    private static final String BOLD = "\033[1m";
    private static final String DIM = "\033[2m";
    private static final String PLAIN = "\033[0m";
    private static final int MAX_ROWS = 30;
    private static final int LEAST_TEXT = 20;

    private final PrintStream out;
    private final boolean isTerminal;
    private final int width;
    private int drawnLines;

    /**
     * A table on this stream.
     *
     * @param isTerminal whether the stream understands ANSI sequences
     * @param width in characters
     */
    public LiveTable(PrintStream out, boolean isTerminal, int width) {
        this.out = out;
        this.isTerminal = isTerminal;
        this.width = width;
    }

    /** Shows the tallies, by topic, in the order of the map. */
    public void show(Map<String, TopicTally> tallies, String headline) {
        List<String> lines = lines(tallies, headline);
        if (isTerminal) {
            if (drawnLines > 0) {
                out.print(UP_AND_CLEAR.formatted(drawnLines));
            }
            lines.set(0, BOLD + lines.get(0) + PLAIN);
            lines.set(1, DIM + lines.get(1) + PLAIN);
            drawnLines = lines.size();
        }
        out.println(String.join(System.lineSeparator(), lines));
        out.flush();
    }

    private List<String> lines(Map<String, TopicTally> tallies, String headline) {
        int nameWidth = tallies.keySet().stream().mapToInt(String::length).max().orElse(0);
        nameWidth = Math.max("topic".length(), nameWidth);
        String format = "  %-" + nameWidth + "s %,12d %10.1f  %s";
        List<String> lines = new ArrayList<>();
        lines.add(cut(headline));
        lines.add(cut(
                ("  %-" + nameWidth + "s %12s %10s  %s").formatted("topic", "records", "records/s", "last record")));
        for (Map.Entry<String, TopicTally> entry : tallies.entrySet()) {
            TopicTally tally = entry.getValue();
            if (lines.size() < MAX_ROWS + 2) {
                lines.add(cut(format.formatted(entry.getKey(), tally.records(), tally.ratePerSecond(), tally.last())));
            }
        }
        if (tallies.size() > MAX_ROWS) {
            lines.add(String.format(Locale.ROOT, "  … and %d more topics", tallies.size() - MAX_ROWS));
        }
        return lines;
    }

    private String cut(String line) {
        int limit = Math.max(width, LEAST_TEXT);
        return line.length() <= limit ? line : line.substring(0, limit - 1) + "…";
    }
}
