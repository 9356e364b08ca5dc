package org.lsst.efd.connect.parquet.avro;

import org.apache.avro.file.CodecFactory;

/** How blocks of Avro files are compressed. */
public enum AvroCodec {
    ZSTD,
    SNAPPY,
    DEFLATE,
    BZIP2,
    XZ,
    NONE;

    /**
     * The codec of Avro.
     *
     * @param level of zstd, deflate and xz; no matter for others
     */
    CodecFactory at(int level) {
        return switch (this) {
            case ZSTD -> CodecFactory.zstandardCodec(level);
            case SNAPPY -> CodecFactory.snappyCodec();
            case DEFLATE -> CodecFactory.deflateCodec(level);
            case BZIP2 -> CodecFactory.bzip2Codec();
            case XZ -> CodecFactory.xzCodec(level);
            case NONE -> CodecFactory.nullCodec();
        };
    }

    /** Whether the codec knows the level. */
    public boolean knows(int level) {
        return switch (this) {
            case ZSTD -> level >= 1 && level <= 22;
            case DEFLATE, XZ -> level >= 1 && level <= 9;
            case SNAPPY, BZIP2, NONE -> true;
        };
    }
}
