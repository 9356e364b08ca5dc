package org.lsst.efd.connect.influxdb.write;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Posts line protocol, one request at a time.
 *
 * <p>Not thread-safe but for {@link #cancel}: each lane has its own, over one shared HTTP client.
 */
public final class WriteConnection implements AutoCloseable {
    private static final MediaType LINES = MediaType.get("text/plain; charset=utf-8");
    /** 1.6.7 quotes every bad line in its answer: 2.4 MB for a request of 1.7 MB. */
    private static final int MAX_ERROR_BODY_BYTES = 64 * 1024;

    private final OkHttpClient http;
    private final HttpUrl url;
    private final @Nullable Deflater deflater;
    private final Gzipped gzipped = new Gzipped();
    private final AtomicReference<@Nullable Call> inFlight = new AtomicReference<>();

    /**
     * A connection that has sent nothing yet.
     *
     * @param http shared client: authentication, time limits and TLS are set up in it
     * @param gzipLevel 1 to 9; empty for no compression
     */
    public WriteConnection(OkHttpClient http, WriteTarget target, OptionalInt gzipLevel) {
        this.http = http;
        this.url = target.url();
        this.deflater = gzipLevel.isPresent() ? new Deflater(gzipLevel.getAsInt(), true) : null;
    }

    /** Sends these lines, waits for the answer and says what it means. */
    public WriteOutcome write(byte[] lines, int from, int length) {
        Request.Builder request = new Request.Builder().url(url);
        Deflater compressor = deflater;
        if (compressor == null) {
            request.post(RequestBody.create(lines, LINES, from, length));
        } else {
            gzipped.compress(compressor, lines, from, length);
            request.header("Content-Encoding", "gzip")
                    .post(RequestBody.create(gzipped.array(), LINES, 0, gzipped.size()));
        }
        Call call = http.newCall(request.build());
        inFlight.set(call);
        try (Response response = call.execute()) {
            String body = response.isSuccessful() ? "" : beginningOf(response.body());
            return Answers.of(response.code(), body, response.header("Retry-After"));
        } catch (IOException failure) {
            return Answers.of(failure);
        } finally {
            inFlight.set(null);
        }
    }

    /** Ends the request in flight, if any, from another thread; its outcome is then that of a lost connection. */
    public void cancel() {
        Call call = inFlight.get();
        if (call != null) {
            call.cancel();
        }
    }

    private static String beginningOf(@Nullable ResponseBody body) {
        if (body == null) {
            return "";
        }
        try {
            BufferedSource source = body.source();
            source.request(MAX_ERROR_BODY_BYTES);
            long available = Math.min(MAX_ERROR_BODY_BYTES, source.getBuffer().size());
            return source.readUtf8(available);
        } catch (IOException unreadable) {
            // the status has been read, and it alone decides
            return "";
        }
    }

    @Override
    public void close() {
        cancel();
        if (deflater != null) {
            deflater.end();
        }
    }

    /** A gzip member in a reused array. */
    private static final class Gzipped extends ByteArrayOutputStream {
        private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
        private final byte[] chunk = new byte[16 * 1024];

        Gzipped() {
            super(64 * 1024);
        }

        void compress(Deflater deflater, byte[] lines, int from, int length) {
            reset();
            write(HEADER, 0, HEADER.length);
            deflater.reset();
            deflater.setInput(lines, from, length);
            deflater.finish();
            while (!deflater.finished()) {
                write(chunk, 0, deflater.deflate(chunk));
            }
            CRC32 checksum = new CRC32();
            checksum.update(lines, from, length);
            writeLittleEndian((int) checksum.getValue());
            writeLittleEndian(length);
        }

        private void writeLittleEndian(int value) {
            for (int shift = 0; shift < 32; shift += 8) {
                write(value >>> shift);
            }
        }

        byte[] array() {
            return buf;
        }
    }
}
