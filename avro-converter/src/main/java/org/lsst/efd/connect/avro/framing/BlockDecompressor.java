package org.lsst.efd.connect.avro.framing;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.lsst.efd.connect.avro.decode.DamagedBytesException;
import org.xerial.snappy.Snappy;

/** Decompresses blocks of container files into one buffer that is used again. Not thread-safe. */
final class BlockDecompressor {
    private static final int FIRST_SIZE = 8 * 1024;
    private static final int MAX_SIZE = 256 * 1024 * 1024;
    private static final int CRC_BYTES = 4;
    /** Snappy copies at most 64 bytes with 3. */
    private static final int MAX_SNAPPY_RATIO = 22;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private byte[] buffer = new byte[FIRST_SIZE];

    /** The buffer of the last block; valid until the next. */
    byte[] buffer() {
        return buffer;
    }

    void close() {
        inflater.end();
    }

    /**
     * Decompresses the bytes from {@code from} to before {@code to} into {@link #buffer}.
     *
     * @return how many bytes they became
     * @throws DamagedBytesException if they are not exactly one compressed block
     */
    int decompress(InlineCodec codec, byte[] bytes, int from, int to) {
        try {
            return switch (codec) {
                case NULL -> throw new IllegalArgumentException("not compressed");
                case DEFLATE -> inflate(bytes, from, to);
                case SNAPPY -> snappy(bytes, from, to);
                case ZSTANDARD -> zstandard(bytes, from, to);
                case BZIP2 -> bzip2(bytes, from, to);
            };
        } catch (IOException | DataFormatException damaged) {
            throw new DamagedBytesException(
                    "a block cannot be decompressed with " + codec.headerName() + ": " + damaged.getMessage(), from);
        }
    }

    private void grow() throws IOException {
        if (buffer.length >= MAX_SIZE) {
            throw new IOException("more than " + MAX_SIZE + " bytes");
        }
        buffer = Arrays.copyOf(buffer, Math.min(MAX_SIZE, buffer.length * 2));
    }

    private int inflate(byte[] bytes, int from, int to) throws IOException, DataFormatException {
        inflater.reset();
        inflater.setInput(bytes, from, to - from);
        int size = 0;
        while (!inflater.finished()) {
            int read = inflater.inflate(buffer, size, buffer.length - size);
            size += read;
            if (read == 0 && !inflater.finished() && (inflater.needsInput() || inflater.needsDictionary())) {
                throw new IOException("the bytes end");
            }
            if (size == buffer.length) {
                grow();
            }
        }
        if (inflater.getRemaining() > 0) {
            throw new IOException("bytes are left");
        }
        return size;
    }

    private int snappy(byte[] bytes, int from, int to) throws IOException {
        int length = to - from - CRC_BYTES;
        if (length <= 0) {
            throw new IOException("the bytes end");
        }
        long size = Snappy.uncompressedLength(bytes, from, length);
        if (size < 0 || size > Math.min(MAX_SIZE, (long) length * MAX_SNAPPY_RATIO)) {
            throw new IOException("the length is out of range");
        }
        if (size > buffer.length) {
            buffer = new byte[(int) size];
        }
        int read = Snappy.uncompress(bytes, from, length, buffer, 0);
        crc.reset();
        crc.update(buffer, 0, read);
        if ((int) crc.getValue() != ByteBuffer.wrap(bytes).getInt(to - CRC_BYTES)) {
            throw new IOException("the checksum is wrong");
        }
        return read;
    }

    private int zstandard(byte[] bytes, int from, int to) throws IOException {
        while (true) {
            try {
                return (int) Zstd.decompressByteArray(buffer, 0, buffer.length, bytes, from, to - from);
            } catch (ZstdException refused) {
                if (refused.getErrorCode() != Zstd.errDstSizeTooSmall()) {
                    throw new IOException(refused.getMessage(), refused);
                }
                grow();
            }
        }
    }

    private int bzip2(byte[] bytes, int from, int to) throws IOException {
        ByteArrayInputStream input = new ByteArrayInputStream(bytes, from, to - from);
        int size = 0;
        try (InputStream stream = new BZip2CompressorInputStream(input)) {
            for (int read = 0; read >= 0; read = stream.read(buffer, size, buffer.length - size)) {
                size += read;
                if (size == buffer.length) {
                    grow();
                }
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException unchecked) {
            throw new IOException("the bytes make no sense", unchecked);
        }
        if (input.available() > 0) {
            throw new IOException("bytes are left");
        }
        return size;
    }
}
