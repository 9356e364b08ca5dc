package org.lsst.efd.connect.influxdb.line;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads one line of line protocol by the grammar of the protocol, independently of the encoder. Strict: duplicate keys,
 * empty names, unknown value forms and anything behind the time are errors.
 */
public final class LineParser {
    /** A point as it stands in a line; a field is a Long, Double, Boolean or String. */
    public record ParsedPoint(String measurement, Map<String, String> tags, Map<String, Object> fields, long time) {}

    private final byte[] line;
    private int at;

    private LineParser(byte[] line) {
        this.line = line;
    }

    /** Parses a line without its line end. */
    public static ParsedPoint parse(byte[] line) {
        return new LineParser(line).point();
    }

    private ParsedPoint point() {
        if (line.length > 0 && line[0] == '#') {
            throw new IllegalArgumentException("a comment");
        }
        String measurement = name(", ", "measurement");
        Map<String, String> tags = new TreeMap<>();
        String lastTag = "";
        while (peek() == ',') {
            at++;
            String key = name("=", "tag key");
            expect('=');
            String value = name(", ", "tag value");
            if (tags.put(key, value) != null) {
                throw new IllegalArgumentException("tag " + key + " twice");
            }
            if (compareUtf8(key, lastTag) <= 0) {
                throw new IllegalArgumentException("tags are not sorted: " + lastTag + " before " + key);
            }
            lastTag = key;
        }
        expect(' ');
        Map<String, Object> fields = new LinkedHashMap<>();
        do {
            String key = name("=", "field key");
            expect('=');
            if (fields.put(key, value()) != null) {
                throw new IllegalArgumentException("field " + key + " twice");
            }
        } while (skip(','));
        expect(' ');
        return new ParsedPoint(measurement, tags, fields, Long.parseLong(rest()));
    }

    private static int compareUtf8(String a, String b) {
        return java.util.Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes up to one of the ends; a backslash makes a following separator a part of the name. */
    private String name(String ends, String what) {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        while (at < line.length && ends.indexOf(line[at]) < 0) {
            boolean isEscape = line[at] == '\\' && at + 1 < line.length && isSeparator(line[at + 1], what);
            if (isEscape) {
                at++;
            }
            if (line[at] == '\n') {
                throw new IllegalArgumentException("line end in " + what);
            }
            name.write(line[at++]);
        }
        if (name.size() == 0) {
            throw new IllegalArgumentException("empty " + what);
        }
        return name.toString(StandardCharsets.UTF_8);
    }

    private static boolean isSeparator(byte b, String what) {
        return b == ',' || b == ' ' || (b == '=' && !what.equals("measurement"));
    }

    private Object value() {
        if (skip('"')) {
            return string();
        }
        int from = at;
        while (at < line.length && line[at] != ',' && line[at] != ' ') {
            at++;
        }
        String text = new String(line, from, at - from, StandardCharsets.US_ASCII);
        if (text.equals("t") || text.equals("f")) {
            return text.equals("t");
        }
        if (text.endsWith("i")) {
            return Long.valueOf(text.substring(0, text.length() - 1));
        }
        if (!text.matches("-?\\d+(\\.\\d+)?(E-?\\d+)?")) {
            throw new IllegalArgumentException("value " + text);
        }
        return Double.valueOf(text);
    }

    private String string() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (!skip('"')) {
            if (line[at] == '\\' && (line[at + 1] == '"' || line[at + 1] == '\\')) {
                at++;
            }
            text.write(line[at++]);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private String rest() {
        String rest = new String(line, at, line.length - at, StandardCharsets.US_ASCII);
        at = line.length;
        return rest;
    }

    private int peek() {
        return at < line.length ? line[at] : -1;
    }

    private boolean skip(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char wanted) {
        if (!skip(wanted)) {
            throw new IllegalArgumentException("expected '" + wanted + "' at byte " + at);
        }
    }
}
