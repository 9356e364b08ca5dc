package org.lsst.efd.connect.parquet.paths;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * A value as a part of a path: percent-encoded outside {@code [A-Za-z0-9._-]}, never empty, never a way up, of bounded
 * length. Hive's and DuckDB's partition discovery decode it.
 */
public final class PathSegment {
    /** What stands for an empty value, {@code .} and {@code ..}. */
    public static final String EMPTY = "__empty__";

    static final int VALUE_MAX_BYTES = 128;
    static final int TOPIC_MAX_BYTES = 200;
    private static final int HASH_BYTES = 8;
    private static final String HEX = "0123456789ABCDEF";

    private PathSegment() {}

    /** A value of a field, header or key. */
    public static String ofValue(String value) {
        return encode(value, VALUE_MAX_BYTES);
    }

    /** The name of a topic. */
    public static String ofTopic(String topic) {
        return encode(topic, TOPIC_MAX_BYTES);
    }

    private static String encode(String value, int maxBytes) {
        if (value.isEmpty() || value.equals(".") || value.equals("..")) {
            return EMPTY;
        }
        StringBuilder encoded = new StringBuilder(value.length());
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (isSafe(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
            }
        }
        return encoded.length() <= maxBytes ? encoded.toString() : shortened(encoded, value, maxBytes);
    }

    /** The begin, without a torn escape, and eight hexadecimal digits of a hash of all of it. */
    private static String shortened(StringBuilder encoded, String value, int maxBytes) {
        int end = maxBytes - HASH_BYTES - 1;
        for (int back = 0; back < 2 && encoded.charAt(end - 1 - back) != '%'; back++) {
            if (back == 1) {
                return encoded.substring(0, end) + "-" + hash(value);
            }
        }
        return encoded.substring(0, encoded.lastIndexOf("%", end - 1)) + "-" + hash(value);
    }

    /** Eight hexadecimal digits. */
    static String hash(String value) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return String.format(Locale.ROOT, "%08x", ByteBuffer.wrap(hash).getInt());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static boolean isSafe(byte b) {
        return (b >= 'A' && b <= 'Z')
                || (b >= 'a' && b <= 'z')
                || (b >= '0' && b <= '9')
                || b == '.'
                || b == '_'
                || b == '-';
    }
}
