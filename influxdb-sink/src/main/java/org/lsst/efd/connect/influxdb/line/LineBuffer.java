package org.lsst.efd.connect.influxdb.line;

import java.util.Arrays;

/**
 * A growing run of line protocol bytes with writers for every kind of value.
 *
 * <p>A line that turns out to be impossible is taken back with {@link #truncate}. Not thread-safe; it changes hands
 * with the batch that owns it.
 */
public final class LineBuffer {
    private byte[] bytes;
    private int size;

    /** An empty buffer with room for so many bytes before it grows. */
    public LineBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /** How many bytes are written. */
    public int size() {
        return size;
    }

    /** The room it holds, written or not. */
    public int capacity() {
        return bytes.length;
    }

    /** The bytes themselves, valid up to {@link #size()} until the next write. */
    public byte[] array() {
        return bytes;
    }

    /**
     * A hash of what two lines of equal series and time have in common: where it differs, neither overwrites the other.
     *
     * @param from where a line begins
     * @param to where it ends, after its line feed
     */
    public long pointHash(int from, int to) {
        long hash = 0;
        for (int i = from; i < to && bytes[i] != ' '; i++) {
            hash = 31 * hash + bytes[i];
        }
        for (int i = to - 1; i > from && bytes[i] != ' '; i--) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /** Takes back all that was written after this size. */
    public void truncate(int toSize) {
        if (toSize < 0 || toSize > size) {
            throw new IllegalArgumentException("cannot truncate " + size + " bytes to " + toSize);
        }
        size = toSize;
    }

    void append(char ascii) {
        ensure(1);
        bytes[size++] = (byte) ascii;
    }

    void append(byte[] more) {
        append(more, 0, more.length);
    }

    void append(byte[] more, int from, int length) {
        ensure(length);
        System.arraycopy(more, from, bytes, size, length);
        size += length;
    }

    void append(long value) {
        ensure(Digits.MAX_LENGTH);
        size = Digits.write(value, bytes, size);
    }

    /** Writes a finite double. */
    void append(double value) {
        ensure(ShortestDecimal.MAX_LENGTH);
        size = ShortestDecimal.write(value, bytes, size);
    }

    /** Writes a finite float with the digits a float needs. */
    void append(float value) {
        ensure(ShortestDecimal.MAX_LENGTH);
        size = ShortestDecimal.write(value, bytes, size);
    }

    /**
     * Writes a text as the content of a string field, without its quotes: UTF-8, quotes and backslashes escaped, an
     * unpaired surrogate as U+FFFD.
     *
     * @param maxBytes how many bytes of UTF-8 at most, before escaping
     * @return whether all of it was written; otherwise it ends before the first character that does not fit
     */
    boolean appendStringContent(CharSequence text, int maxBytes) {
        int length = text.length();
        ensure(length);
        int left = maxBytes;
        int at = 0;
        while (at < length) {
            char c = text.charAt(at);
            if (c >= 0x80) {
                break;
            }
            if (--left < 0) {
                return false;
            }
            if (size + 2 + length - at > bytes.length) {
                ensure(2 + length - at);
            }
            if (c == '"' || c == '\\') {
                bytes[size++] = '\\';
            }
            bytes[size++] = (byte) c;
            at++;
        }
        return at == length || appendUnicode(text, at, left);
    }

    private boolean appendUnicode(CharSequence text, int from, int maxBytes) {
        int left = maxBytes;
        int at = from;
        while (at < text.length()) {
            int codePoint = Character.codePointAt(text, at);
            at += Character.charCount(codePoint);
            int scalar = codePoint >= 0xd800 && codePoint <= 0xdfff ? 0xfffd : codePoint;
            left -= scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4;
            if (left < 0) {
                return false;
            }
            ensure(4);
            appendCodePoint(scalar);
        }
        return true;
    }

    private void appendCodePoint(int scalar) {
        if (scalar < 0x80) {
            if (scalar == '"' || scalar == '\\') {
                bytes[size++] = '\\';
            }
            bytes[size++] = (byte) scalar;
        } else if (scalar < 0x800) {
            bytes[size++] = (byte) (0xc0 | (scalar >> 6));
            bytes[size++] = (byte) (0x80 | (scalar & 0x3f));
        } else {
            if (scalar < 0x10000) {
                bytes[size++] = (byte) (0xe0 | (scalar >> 12));
            } else {
                bytes[size++] = (byte) (0xf0 | (scalar >> 18));
                bytes[size++] = (byte) (0x80 | ((scalar >> 12) & 0x3f));
            }
            bytes[size++] = (byte) (0x80 | ((scalar >> 6) & 0x3f));
            bytes[size++] = (byte) (0x80 | (scalar & 0x3f));
        }
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            long needed = (long) size + more;
            if (needed > Integer.MAX_VALUE - 8) {
                throw new IllegalStateException("a line of " + needed + " bytes");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(Integer.MAX_VALUE - 8, bytes.length * 2L)));
        }
    }
}
