package org.lsst.efd.benchmarks.aggregation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Rows of doubles, as bytes without a schema (the cheapest form Kafka Streams can be given), and summarised. */
public final class Samples {
    private static final int STATISTICS = 7;

    private Samples() {}

    /** The seven statistics of each column of these rows, column by column. */
    public static double[] summarise(List<double[]> rows, int columns) {
        double[] results = new double[columns * STATISTICS];
        double[] sample = new double[rows.size()];
        double[] ofColumn = new double[STATISTICS];
        for (int column = 0; column < columns; column++) {
            for (int i = 0; i < sample.length; i++) {
                sample[i] = rows.get(i)[column];
            }
            PlainLoop.summarize(sample, sample.length, ofColumn);
            System.arraycopy(ofColumn, 0, results, column * STATISTICS, STATISTICS);
        }
        return results;
    }

    /** One row. */
    public static Serde<double[]> ofRow() {
        return Serdes.serdeFrom(
                (topic, row) -> {
                    ByteBuffer bytes = ByteBuffer.allocate(row.length * Double.BYTES);
                    bytes.asDoubleBuffer().put(row);
                    return bytes.array();
                },
                (topic, bytes) -> row(ByteBuffer.wrap(bytes), bytes.length / Double.BYTES));
    }

    /** A list of rows of so many fields. */
    public static Serde<List<double[]>> ofRows(int fields) {
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
