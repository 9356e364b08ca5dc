package org.lsst.efd.connect.avro.framing;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.xerial.snappy.Snappy;

/** Compresses blocks of container files. */
final class BlockCompressor {
    private BlockCompressor() {}

    /** The block that the first {@code length} bytes become. */
    static byte[] compress(InlineCodec codec, byte[] bytes, int length) {
        try {
            return switch (codec) {
                case NULL -> Arrays.copyOf(bytes, length);
                case DEFLATE -> deflate(bytes, length);
                case SNAPPY -> snappy(bytes, length);
                case ZSTANDARD -> Zstd.compress(Arrays.copyOf(bytes, length));
                case BZIP2 -> bzip2(bytes, length);
            };
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
    }

    private static byte[] deflate(byte[] bytes, int length) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream(length);
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try (OutputStream stream = new DeflaterOutputStream(block, deflater)) {
            stream.write(bytes, 0, length);
        } finally {
            deflater.end();
        }
        return block.toByteArray();
    }

    private static byte[] snappy(byte[] bytes, int length) throws IOException {
        byte[] block = new byte[Snappy.maxCompressedLength(length) + Integer.BYTES];
        int size = Snappy.compress(bytes, 0, length, block, 0);
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        ByteBuffer.wrap(block).putInt(size, (int) crc.getValue());
        return Arrays.copyOf(block, size + Integer.BYTES);
    }

    private static byte[] bzip2(byte[] bytes, int length) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream(length);
        try (OutputStream stream = new BZip2CompressorOutputStream(block)) {
            stream.write(bytes, 0, length);
        }
        return block.toByteArray();
    }
}
