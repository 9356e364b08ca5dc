package org.lsst.efd.connect.parquet.columnar;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.airlift.compress.lz4.Lz4Compressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Compresses pages. What it returns is good until the next call, which is how parquet-mr uses it. Not thread-safe. */
final class PageCompressor implements BytesInputCompressor {
    private final Compression compression;
    private final Input input = new Input();
    private byte[] output = {};
    private final Lz4Compressor lz4 = new Lz4Compressor();
    private final ZstdCompressCtx zstd = new ZstdCompressCtx();

    /** The uncompressed page. */
    private static final class Input extends ByteArrayOutputStream {
        byte[] array() {
            return buf;
        }
    }

    PageCompressor(Compression compression) {
        this.compression = compression;
        if (compression.codec() == Codec.ZSTD) {
            zstd.setLevel(compression.level());
        }
    }

    @Override
    public BytesInput compress(BytesInput page) throws IOException {
        if (compression.codec() == Codec.NONE) {
            return page;
        }
        input.reset();
        page.writeAllTo(input);
        int length = input.size();
        return switch (compression.codec()) {
            case ZSTD -> {
                reserve(Zstd.compressBound(length));
                yield BytesInput.from(
                        output, 0, zstd.compressByteArray(output, 0, output.length, input.array(), 0, length));
            }
            case SNAPPY -> {
                reserve(Snappy.maxCompressedLength(length));
                yield BytesInput.from(output, 0, Snappy.compress(input.array(), 0, length, output, 0));
            }
            case LZ4 -> {
                reserve(lz4.maxCompressedLength(length));
                yield BytesInput.from(output, 0, lz4.compress(input.array(), 0, length, output, 0, output.length));
            }
            case GZIP -> gzip(length);
            case NONE -> page;
        };
    }

    private void reserve(long bytes) {
        if (output.length < bytes) {
            output = new byte[Math.toIntExact(bytes)];
        }
    }

    private BytesInput gzip(int length) throws IOException {
        Input zipped = new Input();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped) {
            {
                def.setLevel(compression.level());
            }
        }) {
            gzip.write(input.array(), 0, length);
        }
        return BytesInput.from(zipped.array(), 0, zipped.size());
    }

    @Override
    public CompressionCodecName getCodecName() {
        return compression.codec().inFooter();
    }

    @Override
    public void release() {
        zstd.close();
    }
}
