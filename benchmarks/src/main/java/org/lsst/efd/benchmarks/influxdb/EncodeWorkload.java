package org.lsst.efd.benchmarks.influxdb;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.influxdb.dto.BatchPoints;
import org.lsst.efd.benchmarks.harness.Workload;
import org.lsst.efd.connect.influxdb.line.Encoders;
import org.lsst.efd.connect.influxdb.line.LineBuffer;
import org.lsst.efd.connect.influxdb.line.PointEncoder;

/** Makes line protocol of a batch of records, over and over; no server is involved. */
final class EncodeWorkload implements Workload {
    private static final int RECORDS = 500;
    private static final long US_PER_MS = 1_000;

    private final Encoding encoding;
    private final long leastBytes;

    /** Encodes the batch and returns how many bytes came out. */
    @FunctionalInterface
    private interface Encoding {
        int encode();
    }

    private EncodeWorkload(PointShape shape, Encoding encoding) {
        this.encoding = encoding;
        // ours writes the fewest digits, so no way may write less
        this.leastBytes = ours(new RecordFlow(shape, 1).next(RECORDS)).encode();
    }

    static EncodeWorkload byOurs(PointShape shape) {
        return new EncodeWorkload(shape, ours(new RecordFlow(shape, 1).next(RECORDS)));
    }

    private static Encoding ours(List<SinkRecord> records) {
        PointEncoder encoder = new PointEncoder(Encoders.rules("${topic}", Map.of("site", "summit")));
        LineBuffer buffer = new LineBuffer(1 << 16);
        return () -> {
            buffer.truncate(0);
            for (SinkRecord record : records) {
                encoder.encode(record, List.of(), record.timestamp() * US_PER_MS, buffer);
            }
            return buffer.size();
        };
    }

    /** What every peer does: points of the records, and their lines as bytes. */
    static EncodeWorkload byPoints(PointShape shape) {
        List<SinkRecord> records = new RecordFlow(shape, 1).next(RECORDS);
        return new EncodeWorkload(shape, () -> bytes(PointConversion.batch("efd", records)));
    }

    /** Only the second half of it, the lines of points that are there already. */
    static EncodeWorkload ofPoints(PointShape shape) {
        BatchPoints batch = PointConversion.batch("efd", new RecordFlow(shape, 1).next(RECORDS));
        return new EncodeWorkload(shape, () -> bytes(batch));
    }

    private static int bytes(BatchPoints batch) {
        return batch.lineProtocol().getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public Volume run() {
        int bytes = encoding.encode();
        if (bytes < leastBytes) {
            throw new IllegalStateException(bytes + " bytes came out, and " + leastBytes + " are the least");
        }
        return new Volume(RECORDS, leastBytes);
    }
}
