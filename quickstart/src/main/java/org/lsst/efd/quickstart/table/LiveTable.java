package org.lsst.efd.quickstart.table;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lsst.efd.quickstart.stage.Reading;

/**
 * Shows the stages: on a terminal as a table that is drawn again in its place, elsewhere as lines that can be read in a
 * log. Not thread-safe.
 */
public final class LiveTable {
    private static final String UP_AND_CLEAR = "\033[%dA\033[J";
    private static final String BOLD = "\033[1m";
    private static final String DIM = "\033[2m";
    private static final String RED = "\033[31m";
    private static final String PLAIN = "\033[0m";
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

    /** Shows the stages in their order. */
    public void show(List<Reading> readings, String headline) {
        List<String> lines = lines(readings, headline);
        if (isTerminal) {
            if (drawnLines > 0) {
                out.print(UP_AND_CLEAR.formatted(drawnLines));
            }
            drawnLines = lines.size();
        }
        out.println(String.join(System.lineSeparator(), lines));
        out.flush();
    }

    /** What is printed next stands below the table, which stays. */
    public void leave() {
        drawnLines = 0;
    }

    private List<String> lines(List<Reading> readings, String headline) {
        int nameWidth = readings.stream()
                .mapToInt(reading -> reading.title().length())
                .max()
                .orElse(0);
        String format = "  %-" + Math.max("stage".length(), nameWidth) + "s %13s %11s %11s %7s";
        List<String> lines = new ArrayList<>();
        lines.add(styled(BOLD, cut(headline)));
        lines.add(styled(DIM, cut(format.formatted("stage", "records", "records/s", "lag", "errors"))));
        for (Reading reading : readings) {
            String line = cut(String.format(
                    Locale.ROOT,
                    format,
                    reading.title(),
                    String.format(Locale.ROOT, "%,d", reading.records()),
                    String.format(Locale.ROOT, "%,.1f", reading.ratePerSecond()),
                    reading.lag(),
                    reading.errors() == 0 ? "" : Long.toString(reading.errors())));
            lines.add(reading.errors() == 0 ? line : styled(RED, line));
        }
        return lines;
    }

    private String styled(String style, String line) {
        return isTerminal ? style + line + PLAIN : line;
    }

    private String cut(String line) {
        int limit = Math.max(width, LEAST_TEXT);
        return line.length() <= limit ? line : line.substring(0, limit - 1) + "…";
    }
}
