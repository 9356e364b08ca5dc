package org.lsst.efd.connect.parquet.columnar;

/** How the values of a column are laid out in its pages. */
public enum ValueEncoding {
    /** As they are. */
    PLAIN,
    /** Numbers of a dictionary, plain where that grows too large. */
    DICTIONARY,
    /** Differences of integers in as few bits as they need; common prefixes of texts. */
    DELTA,
    /** The first bytes of all numbers, then the second, …: floating point compresses well so. */
    BYTE_STREAM_SPLIT
}
