package org.lsst.efd.connect.avro.framing;

import java.util.Arrays;
import java.util.Locale;

/** How a block of an Object Container File is compressed. */
public enum InlineCodec {
    NULL,
    DEFLATE,
    SNAPPY,
    ZSTANDARD,
    BZIP2;

    /** The name in the header of a file. */
    String headerName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The codec of a name in a header.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static InlineCodec of(String headerName) {
        return Arrays.stream(values())
                .filter(codec -> codec.headerName().equals(headerName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the codec " + (headerName.matches("[a-z0-9-]{1,20}") ? headerName : "of the file")
                                + " is not one of null, deflate, snappy, zstandard, bzip2"));
    }
}
