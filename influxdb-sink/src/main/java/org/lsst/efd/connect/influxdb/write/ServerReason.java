package org.lsst.efd.connect.influxdb.write;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reason in an error body, without the lines that servers quote in it: they hold record values, which must not
 * reach a log or a dead letter queue's headers.
 */
final class ServerReason {
    private static final Pattern TEXT = Pattern.compile("\"(?:error|message)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*+)(\"?)");
    private static final Pattern JSON_ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");
    private static final String QUOTE_BEGIN = "unable to parse '";
    private static final String QUOTE_END = "': ";
    private static final int MAX_LENGTH = 300;

    private ServerReason() {}

    /** The reason in one line of at most 300 characters; {@code HTTP <status>} where the body has none. */
    static String of(int status, String body) {
        Matcher matcher = TEXT.matcher(body);
        if (!matcher.find()) {
            return "HTTP " + status;
        }
        boolean isWhole = !matcher.group(2).isEmpty();
        String reason = withoutQuotedLines(unescape(matcher.group(1)), isWhole);
        String oneLine = reason.replaceAll("\\s+", " ").trim();
        String shortened = oneLine.length() > MAX_LENGTH ? oneLine.substring(0, MAX_LENGTH) + " ..." : oneLine;
        return "HTTP " + status + ": " + shortened;
    }

    /** A quoted line may hold anything, also what looks like its own end: everything up to the last end goes. */
    private static String withoutQuotedLines(String text, boolean isWhole) {
        int begin = text.indexOf(QUOTE_BEGIN);
        if (begin < 0) {
            return text;
        }
        String before = text.substring(0, begin) + "unable to parse";
        int end = text.lastIndexOf(QUOTE_END);
        return isWhole && end > begin ? before + ": " + text.substring(end + QUOTE_END.length()) : before;
    }

    private static String unescape(String json) {
        return JSON_ESCAPE
                .matcher(json)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) != null
                                ? String.valueOf((char) Integer.parseInt(match.group(1), 16))
                                : match.group(2).equals("n") ? "\n" : match.group(2)));
    }
}
