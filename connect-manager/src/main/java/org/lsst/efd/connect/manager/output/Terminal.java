package org.lsst.efd.connect.manager.output;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What is known about standard output.
 *
 * @param isInteractive whether a person sees it
 * @param columns its width; lines are not cut where it is not interactive
 * @param rows its height
 * @param hasColours whether states are painted
 */
public record Terminal(boolean isInteractive, int columns, int rows, boolean hasColours) {
    private static final File CONTROLLING = new File("/dev/tty");

    /** A pipe or a file. */
    public static Terminal pipe() {
        return new Terminal(false, Integer.MAX_VALUE, Integer.MAX_VALUE, false);
    }

    /** The terminal as large as it is now; the same where it is none or does not tell. */
    public Terminal resized() {
        if (!isInteractive || !CONTROLLING.exists()) {
            return this;
        }
        try {
            Process asked = new ProcessBuilder("stty", "size")
                    .redirectInput(CONTROLLING)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return answer.matches("[1-9]\\d* [1-9]\\d*") ? sized(answer) : this;
        } catch (IOException e) {
            return this; // no stty here: the size at the start has to do
        }
    }

    private Terminal sized(String rowsAndColumns) {
        String[] parts = rowsAndColumns.split(" ", -1);
        return new Terminal(true, Integer.parseInt(parts[1]), Integer.parseInt(parts[0]), hasColours);
    }

    /** The text, cut to the width of the terminal. */
    public String cut(String text) {
        return cut(text, isInteractive ? columns : Integer.MAX_VALUE);
    }

    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }
}
