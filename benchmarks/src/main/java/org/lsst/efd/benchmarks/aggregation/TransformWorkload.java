package org.lsst.efd.benchmarks.aggregation;

import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.lsst.efd.benchmarks.harness.Workload;
import org.lsst.efd.connect.aggregator.WindowAggregate;

/** The transform: structs in, structs of statistics out, one for each record that closes a window. */
final class TransformWorkload implements Workload {
    private final StructSignal signal = new StructSignal();
    private final WindowAggregate<SinkRecord> transform = new WindowAggregate.Value<>();
    private long lap;
    private long windowsTold;
    private Object lastMean = "none";

    TransformWorkload() {
        transform.configure(Map.of("window.size.ms", Long.toString(Signal.WINDOW_MS)));
    }

    @Override
    public Volume run() {
        for (int record = 0; record < Signal.RECORDS; record++) {
            SinkRecord told = transform.apply(signal.record(lap, record));
            if (told != null) {
                windowsTold++;
                lastMean = ((Struct) told.value()).get("mean_f99");
            }
        }
        StructSignal.check(windowsTold, ++lap, lastMean);
        return Signal.samplesOfOneLap();
    }

    @Override
    public void stop() {
        transform.close();
    }
}
