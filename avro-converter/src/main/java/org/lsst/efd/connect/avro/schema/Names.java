package org.lsst.efd.connect.avro.schema;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Names that Avro allows, made from names that Connect allows, as Confluent's converter makes them. */
public final class Names {
    private Names() {}

    /**
     * A field name without characters that Avro refuses: encoded as in a URL, with {@code _} for every character that is
     * still not a letter, a digit or {@code _}, and {@code x} before a leading digit.
     */
    public static String scrubbed(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
        StringBuilder scrubbed = new StringBuilder(encoded.length() + 1);
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            boolean isDigit = c >= '0' && c <= '9';
            boolean isLetter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            boolean isAllowed = isDigit || isLetter || c == '_';
            if (i == 0 && (isDigit || !isAllowed)) {
                scrubbed.append('x');
            }
            scrubbed.append(isAllowed ? c : '_');
        }
        return scrubbed.toString();
    }

    /** A full name of which each part between dots is {@link #scrubbed}. */
    static String scrubbedFullName(String fullName) {
        return Arrays.stream(fullName.split("\\.", -1)).map(Names::scrubbed).collect(Collectors.joining("."));
    }
}
