package org.lsst.efd.connect.oracle.names;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Makes identifiers from any names: folds the case, replaces what is not a letter of ASCII, a digit, {@code _} or
 * {@code $} by {@code _}, and shortens what is too long to its begin and eight digits of its hash.
 *
 * <p>A pure function of the one name. Results hold ASCII only, so characters are bytes; they need quotes only where they
 * are reserved words, and are always quoted.
 *
 * @param folding what becomes of letters
 * @param maxLength of an identifier, at least 20
 */
public record Identifiers(Folding folding, int maxLength) {
    private static final int HASH_DIGITS = 8;

    /** What becomes of the case of letters. */
    public enum Folding {
        UPPER,
        LOWER,
        KEEP
    }

    public Identifiers {
        if (maxLength < 20) {
            throw new IllegalArgumentException("identifiers of " + maxLength + " characters are too short");
        }
    }

    /** The identifier for a name; never empty. */
    public String of(String name) {
        return of(name, 0);
    }

    /** The same, with room left for a suffix of so many characters. */
    public String of(String name, int reserved) {
        String plain = plain(name);
        int room = maxLength - reserved;
        if (plain.length() <= room) {
            return plain;
        }
        return plain.substring(0, room - HASH_DIGITS - 1) + fold("_" + hash(name));
    }

    private String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length() + 1);
        name.codePoints().forEach(c -> {
            boolean isDigit = c >= '0' && c <= '9';
            if (isDigit && plain.isEmpty()) {
                plain.append('_');
            }
            boolean isKept = isDigit || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
            plain.append(isKept ? (char) c : '_');
        });
        return plain.isEmpty() ? "_" : fold(plain.toString());
    }

    private String fold(String text) {
        return switch (folding) {
            case UPPER -> text.toUpperCase(Locale.ROOT);
            case LOWER -> text.toLowerCase(Locale.ROOT);
            case KEEP -> text;
        };
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
