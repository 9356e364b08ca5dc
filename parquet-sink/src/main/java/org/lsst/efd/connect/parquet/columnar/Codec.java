package org.lsst.efd.connect.parquet.columnar;

import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** How pages are compressed. */
public enum Codec {
    ZSTD(CompressionCodecName.ZSTD),
    SNAPPY(CompressionCodecName.SNAPPY),
    GZIP(CompressionCodecName.GZIP),
    LZ4(CompressionCodecName.LZ4_RAW),
    NONE(CompressionCodecName.UNCOMPRESSED);

    private final CompressionCodecName inFooter;

    Codec(CompressionCodecName inFooter) {
        this.inFooter = inFooter;
    }

    CompressionCodecName inFooter() {
        return inFooter;
    }
}
