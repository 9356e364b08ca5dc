package org.lsst.efd.benchmarks.aggregation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Rows of doubles as bytes, without a schema: the cheapest form Kafka Streams can be given. */
final class RowSerde {
    private RowSerde() {}

    static Serde<double[]> ofRow() {
        return Serdes.serdeFrom(
                (topic, row) -> {
                    ByteBuffer bytes = ByteBuffer.allocate(row.length * Double.BYTES);
                    bytes.asDoubleBuffer().put(row);
                    return bytes.array();
                },
                (topic, bytes) -> row(ByteBuffer.wrap(bytes), bytes.length / Double.BYTES));
    }

    static Serde<List<double[]>> ofRows(int fields) {
        return Serdes.serdeFrom(
                (topic, rows) -> {
                    ByteBuffer bytes = ByteBuffer.allocate(rows.size() * fields * Double.BYTES);
                    for (double[] row : rows) {
                        bytes.asDoubleBuffer().put(row);
                        bytes.position(bytes.position() + fields * Double.BYTES);
                    }
                    return bytes.array();
                },
                (topic, bytes) -> {
                    ByteBuffer buffer = ByteBuffer.wrap(bytes);
                    List<double[]> rows = new ArrayList<>();
                    while (buffer.hasRemaining()) {
                        rows.add(row(buffer, fields));
                        buffer.position(buffer.position() + fields * Double.BYTES);
                    }
                    return rows;
                });
    }

    private static double[] row(ByteBuffer bytes, int fields) {
        double[] row = new double[fields];
        bytes.asDoubleBuffer().get(row);
        return row;
    }
}
