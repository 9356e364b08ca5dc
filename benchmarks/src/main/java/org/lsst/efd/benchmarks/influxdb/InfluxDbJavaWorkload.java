package org.lsst.efd.benchmarks.influxdb;

import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.influxdb.InfluxDB;
import org.influxdb.InfluxDBFactory;
import org.lsst.efd.benchmarks.harness.Workload;

/** What every peer does: a batch of points for each 500 records, and one request for it, whose answer it waits for. */
final class InfluxDbJavaWorkload implements Workload {
    private static final int POLL_RECORDS = 500;

    private final RecordFlow flow;
    private final long bytesPerRecord;
    private final InfluxDB client = InfluxDBFactory.connect(BenchmarkServer.url());

    InfluxDbJavaWorkload(PointShape shape, int topics) {
        BenchmarkServer.recreateDatabase();
        flow = new RecordFlow(shape, topics);
        bytesPerRecord = RawPostWorkload.bytesPerRecord(shape);
    }

    @Override
    public Volume run() {
        List<SinkRecord> records = flow.next(POLL_RECORDS);
        client.write(PointConversion.batch(BenchmarkServer.DATABASE, records));
        return new Volume(POLL_RECORDS, POLL_RECORDS * bytesPerRecord);
    }

    @Override
    public void stop() {
        client.close();
        BenchmarkServer.requirePoints(flow.records());
    }
}
