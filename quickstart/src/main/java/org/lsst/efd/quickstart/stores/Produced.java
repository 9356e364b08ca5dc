package org.lsst.efd.quickstart.stores;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Struct;
import org.lsst.efd.quickstart.stack.KafkaCluster;

/**
 * What was produced into one topic, and what must therefore be everywhere: each record once, and one window for every
 * second in which there was a record.
 *
 * @param records the records there are
 * @param windows the windows there must be
 */
public record Produced(Content records, Content windows) {
    private static final double NS_PER_SECOND = 1e9;

    /** Reads the topic where it was produced. */
    public static Produced read(KafkaCluster cluster, String registryUrl, String topic) throws IOException {
        BitSet numbers = new BitSet();
        Set<Long> seconds = new HashSet<>();
        long[] rowsAndSum = new long[2];
        List<String> fields = List.of("sequence", "private_efdStamp");
        try (CommittedRecords records = new CommittedRecords(cluster, registryUrl, fields)) {
            records.read(topic, struct -> {
                long number = struct.getInt64("sequence");
                numbers.set(Math.toIntExact(number));
                seconds.add(second(struct));
                rowsAndSum[0]++;
                rowsAndSum[1] += number;
            });
        }
        return new Produced(
                new Content(rowsAndSum[0], numbers.cardinality(), rowsAndSum[1]),
                new Content(seconds.size(), seconds.size(), rowsAndSum[0]));
    }

    /** Whether each number from 0 on was produced once. */
    public boolean isGapless() {
        long rows = records.rows();
        return records.equals(new Content(rows, rows, rows * (rows - 1) / 2));
    }

    /** The second of event time, after rounding to nanoseconds as the windows do. */
    private static long second(Struct struct) {
        double stamp = struct.getFloat64("private_efdStamp");
        double whole = Math.floor(stamp);
        long nanos = Math.round((stamp - whole) * NS_PER_SECOND);
        return (long) whole + (nanos >= (long) NS_PER_SECOND ? 1 : 0);
    }
}
