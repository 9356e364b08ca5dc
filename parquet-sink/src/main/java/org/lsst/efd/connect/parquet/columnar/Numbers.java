package org.lsst.efd.connect.parquet.columnar;

import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;
import org.lsst.efd.connect.parquet.rows.DoubleColumn;
import org.lsst.efd.connect.parquet.rows.FloatColumn;
import org.lsst.efd.connect.parquet.rows.IntColumn;
import org.lsst.efd.connect.parquet.rows.LeafColumn;
import org.lsst.efd.connect.parquet.rows.LongColumn;

/** The numbers of a column, encoded many at a time. Ranges are of places among the values that are there. */
sealed interface Numbers extends AutoCloseable {
    LeafColumn column();

    /** Their size before encoding. */
    int bytesEach();

    Encoding encoding();

    /** The values of a range, encoded; good until the next call. */
    BytesInput encode(int from, int until);

    /** Tells statistics the least and the greatest value of a range that is not empty. */
    void tell(Statistics<?> statistics, int from, int until);

    @Override
    default void close() {}

    /** Byte <i>i</i> of each value stands in stream <i>i</i>, and the streams follow each other. */
    record SplitDoubles(DoubleColumn column) implements Numbers {
        @Override
        public int bytesEach() {
            return Double.BYTES;
        }

        @Override
        public Encoding encoding() {
            return Encoding.BYTE_STREAM_SPLIT;
        }

        @Override
        public BytesInput encode(int from, int until) {
            int count = until - from;
            byte[] streams = new byte[Math.multiplyExact(count, Double.BYTES)];
            for (int i = 0; i < count; i++) {
                long bits = Double.doubleToRawLongBits(column.value(from + i));
                streams[i] = (byte) bits;
                streams[count + i] = (byte) (bits >>> 8);
                streams[2 * count + i] = (byte) (bits >>> 16);
                streams[3 * count + i] = (byte) (bits >>> 24);
                streams[4 * count + i] = (byte) (bits >>> 32);
                streams[5 * count + i] = (byte) (bits >>> 40);
                streams[6 * count + i] = (byte) (bits >>> 48);
                streams[7 * count + i] = (byte) (bits >>> 56);
            }
            return BytesInput.from(streams);
        }

        /** NaN and the two zeros are in an order of their own, which only the statistics know. */
        @Override
        public void tell(Statistics<?> statistics, int from, int until) {
            double least = column.value(from);
            double most = least;
            boolean isSimple = true;
            for (int i = from; i < until; i++) {
                double value = column.value(i);
                isSimple &= value < 0 || value > 0;
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            if (isSimple) {
                statistics.updateStats(least);
                statistics.updateStats(most);
            } else {
                for (int i = from; i < until; i++) {
                    statistics.updateStats(column.value(i));
                }
            }
        }
    }

    /** The same of single precision. */
    record SplitFloats(FloatColumn column) implements Numbers {
        @Override
        public int bytesEach() {
            return Float.BYTES;
        }

        @Override
        public Encoding encoding() {
            return Encoding.BYTE_STREAM_SPLIT;
        }

        @Override
        public BytesInput encode(int from, int until) {
            int count = until - from;
            byte[] streams = new byte[Math.multiplyExact(count, Float.BYTES)];
            for (int i = 0; i < count; i++) {
                int bits = Float.floatToRawIntBits(column.value(from + i));
                streams[i] = (byte) bits;
                streams[count + i] = (byte) (bits >>> 8);
                streams[2 * count + i] = (byte) (bits >>> 16);
                streams[3 * count + i] = (byte) (bits >>> 24);
            }
            return BytesInput.from(streams);
        }

        @Override
        public void tell(Statistics<?> statistics, int from, int until) {
            float least = column.value(from);
            float most = least;
            boolean isSimple = true;
            for (int i = from; i < until; i++) {
                float value = column.value(i);
                isSimple &= value < 0 || value > 0;
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            if (isSimple) {
                statistics.updateStats(least);
                statistics.updateStats(most);
            } else {
                for (int i = from; i < until; i++) {
                    statistics.updateStats(column.value(i));
                }
            }
        }
    }

    /** Whole numbers as differences. */
    record DeltaLongs(LongColumn column, ValuesWriter writer) implements Numbers {
        @Override
        public int bytesEach() {
            return Long.BYTES;
        }

        @Override
        public Encoding encoding() {
            return Encoding.DELTA_BINARY_PACKED;
        }

        @Override
        public BytesInput encode(int from, int until) {
            writer.reset();
            for (int i = from; i < until; i++) {
                writer.writeLong(column.value(i));
            }
            return writer.getBytes();
        }

        @Override
        public void tell(Statistics<?> statistics, int from, int until) {
            long least = column.value(from);
            long most = least;
            for (int i = from; i < until; i++) {
                least = Math.min(least, column.value(i));
                most = Math.max(most, column.value(i));
            }
            statistics.updateStats(least);
            statistics.updateStats(most);
        }

        @Override
        public void close() {
            writer.close();
        }
    }

    /** The same of 32 bits. */
    record DeltaInts(IntColumn column, ValuesWriter writer) implements Numbers {
        @Override
        public int bytesEach() {
            return Integer.BYTES;
        }

        @Override
        public Encoding encoding() {
            return Encoding.DELTA_BINARY_PACKED;
        }

        @Override
        public BytesInput encode(int from, int until) {
            writer.reset();
            for (int i = from; i < until; i++) {
                writer.writeInteger(column.value(i));
            }
            return writer.getBytes();
        }

        @Override
        public void tell(Statistics<?> statistics, int from, int until) {
            int least = column.value(from);
            int most = least;
            for (int i = from; i < until; i++) {
                least = Math.min(least, column.value(i));
                most = Math.max(most, column.value(i));
            }
            statistics.updateStats(least);
            statistics.updateStats(most);
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
