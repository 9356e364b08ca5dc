package org.lsst.efd.benchmarks.influxdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.apache.kafka.connect.sink.SinkRecord;
import org.lsst.efd.benchmarks.harness.Workload;
import org.lsst.efd.connect.influxdb.line.Encoders;
import org.lsst.efd.connect.influxdb.line.LineBuffer;
import org.lsst.efd.connect.influxdb.line.PointEncoder;

/**
 * The limit: lines that are there already, of which only the digits of the time change, posted over as many connections
 * as the sink uses: two, but one for one topic, whose single partition keeps its order.
 */
final class RawPostWorkload implements Workload {
    private static final int MAX_CONNECTIONS = 2;
    private static final int MAX_LINES = 5_000;
    private static final int MAX_BYTES = 4 * 1024 * 1024;
    private static final int SAMPLE = 100;
    private static final long US_PER_MS = 1_000;

    private final List<Post> posts = new ArrayList<>();
    private final ExecutorService threads;
    private final AtomicLong requests = new AtomicLong();
    private final OkHttpClient http = new OkHttpClient();
    private final HttpUrl url;
    private final int records;

    RawPostWorkload(PointShape shape, int topics) {
        BenchmarkServer.recreateDatabase();
        int lines = Math.min(MAX_LINES, (int) (MAX_BYTES / bytesPerRecord(shape)));
        records = lines / topics * topics;
        int connections = Math.min(MAX_CONNECTIONS, topics);
        threads = Executors.newFixedThreadPool(connections);
        for (int i = 0; i < connections; i++) {
            posts.add(new Post(new RecordFlow(shape, topics).next(records)));
        }
        url = HttpUrl.get(BenchmarkServer.url())
                .newBuilder()
                .addPathSegment("write")
                .addQueryParameter("db", BenchmarkServer.DATABASE)
                .addQueryParameter("precision", "u")
                .build();
    }

    /** Bytes of line protocol of a record, on average. */
    static long bytesPerRecord(PointShape shape) {
        return encode(new RecordFlow(shape, 1).next(SAMPLE), new ArrayList<>()).size() / SAMPLE;
    }

    private static LineBuffer encode(List<SinkRecord> records, List<Integer> lineEnds) {
        LineBuffer buffer = new LineBuffer(1 << 16);
        PointEncoder encoder = new PointEncoder(Encoders.rules("${topic}", Map.of("site", "summit")));
        for (SinkRecord record : records) {
            encoder.encode(record, List.of(), record.timestamp() * US_PER_MS, buffer);
            lineEnds.add(buffer.size());
        }
        return buffer;
    }

    /** The lines of one connection. */
    private final class Post implements Callable<Integer> {
        private final LineBuffer lines;
        private final List<Integer> lineEnds = new ArrayList<>();

        Post(List<SinkRecord> sample) {
            lines = encode(sample, lineEnds);
        }

        @Override
        public Integer call() throws IOException {
            long request = requests.getAndIncrement();
            long time = 1_700_000_000_000_000L + request * records;
            for (int i = 0; i < records; i++) {
                byte[] digits = Long.toString(time + i).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(digits, 0, lines.array(), lineEnds.get(i) - 1 - digits.length, digits.length);
            }
            Request post = new Request.Builder()
                    .url(url)
                    .post(RequestBody.create(lines.array(), null, 0, lines.size()))
                    .build();
            try (Response response = http.newCall(post).execute()) {
                if (response.code() != 204) {
                    throw new IllegalStateException("HTTP " + response.code());
                }
            }
            return lines.size();
        }
    }

    @Override
    public Volume run() throws Exception {
        long bytes = 0;
        for (Future<Integer> post : threads.invokeAll(posts)) {
            bytes += post.get();
        }
        return new Volume((long) posts.size() * records, bytes);
    }

    @Override
    public void stop() {
        threads.shutdown();
        BenchmarkServer.requirePoints(requests.get() * records);
    }
}
