package org.lsst.efd.connect.parquet.columnar;

/**
 * A codec and its level.
 *
 * @param level of {@link Codec#ZSTD} 1 to 22 and {@link Codec#GZIP} 1 to 9; no matter for others
 */
public record Compression(Codec codec, int level) {
    private static final int ZSTD_MAX = 22;
    private static final int GZIP_MAX = 9;

    /** Whether the codec knows the level. */
    public boolean isKnown() {
        return switch (codec) {
            case ZSTD -> level >= 1 && level <= ZSTD_MAX;
            case GZIP -> level >= 1 && level <= GZIP_MAX;
            case SNAPPY, LZ4, NONE -> true;
        };
    }
}
