package org.lsst.efd.connect.manager.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lays out rows in columns of equal width, cut to the terminal's where there is one. */
public final class TextTable {
    private static final String GAP = "  ";
    private static final int NARROWEST = 8;
    private static final Map<String, String> PAINT = Map.of(
            "RUNNING", "\u001b[32m",
            "healthy", "\u001b[32m",
            "PAUSED", "\u001b[33m",
            "STOPPED", "\u001b[33m",
            "RESTARTING", "\u001b[33m",
            "FAILED", "\u001b[31m",
            "UNASSIGNED", "\u001b[31m",
            "unreachable", "\u001b[31m");
    private static final String PLAIN = "\u001b[0m";

    private final List<String> headers;
    private final Set<String> numbers;
    private final Terminal terminal;

    public TextTable(List<String> headers, Terminal terminal) {
        this(headers, Set.of(), terminal);
    }

    /** A table in which the columns of these headers stand to the right. */
    public TextTable(List<String> headers, Set<String> numbers, Terminal terminal) {
        this.headers = List.copyOf(headers);
        this.numbers = Set.copyOf(numbers);
        this.terminal = terminal;
    }

    /** The lines of the table, the headers first. Line breaks in cells become blanks. */
    public List<String> lines(List<List<String>> rows) {
        int[] widths = widths(rows);
        List<String> lines = new ArrayList<>();
        lines.add(line(headers, widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private int[] widths(List<List<String>> rows) {
        int[] widths = new int[headers.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = headers.get(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        if (terminal.isInteractive()) {
            narrow(widths);
        }
        return widths;
    }

    /** Takes from the widest column until the table fits. */
    private void narrow(int[] widths) {
        int available = terminal.columns() - GAP.length() * (widths.length - 1);
        int sum = 0;
        for (int width : widths) {
            sum += width;
        }
        while (sum > available) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] >= widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
            sum--;
        }
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            boolean isLast = i == widths.length - 1;
            String cell = Terminal.cut(cells.get(i).replaceAll("\\s*[\\r\\n]+\\s*", " "), widths[i]);
            String blanks = " ".repeat(widths[i] - cell.length());
            line.append(numbers.contains(headers.get(i)) ? blanks + painted(cell) : painted(cell) + blanks);
            line.append(isLast ? "" : GAP);
        }
        return line.toString().stripTrailing();
    }

    private String painted(String cell) {
        String paint = terminal.hasColours() ? PAINT.getOrDefault(cell, "") : "";
        return paint.isEmpty() ? cell : paint + cell + PLAIN;
    }
}
