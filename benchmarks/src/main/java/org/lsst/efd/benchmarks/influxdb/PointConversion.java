package org.lsst.efd.benchmarks.influxdb;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.influxdb.dto.BatchPoints;
import org.influxdb.dto.Point;

/** The peers' path: a {@code Point} for each record, and a batch of them. */
final class PointConversion {
    private PointConversion() {}

    /** The point of a record; its Kafka timestamp is its time. */
    static Point point(SinkRecord record) {
        Point.Builder point = Point.measurement(record.topic())
                .time(record.timestamp(), TimeUnit.MILLISECONDS)
                .tag("site", "summit");
        Struct value = (Struct) record.value();
        for (Field field : value.schema().fields()) {
            switch (field.schema().type()) {
                case FLOAT64 -> point.addField(field.name(), value.getFloat64(field.name()));
                case INT32 -> point.addField(field.name(), value.getInt32(field.name()));
                case ARRAY -> elements(point, field.name(), value.getArray(field.name()));
                default -> point.addField(field.name(), value.getString(field.name()));
            }
        }
        return point.build();
    }

    private static void elements(Point.Builder point, String name, List<Double> elements) {
        for (int i = 0; i < elements.size(); i++) {
            point.addField(name + i, elements.get(i).doubleValue());
        }
    }

    /** A batch of the points of these records. */
    static BatchPoints batch(String database, List<SinkRecord> records) {
        BatchPoints.Builder batch = BatchPoints.database(database).precision(TimeUnit.MICROSECONDS);
        records.forEach(record -> batch.point(point(record)));
        return batch.build();
    }
}
