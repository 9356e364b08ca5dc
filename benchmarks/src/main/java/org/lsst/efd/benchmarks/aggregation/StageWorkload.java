package org.lsst.efd.benchmarks.aggregation;

import java.time.Clock;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.lsst.efd.benchmarks.harness.Workload;
import org.lsst.efd.connect.common.settings.Settings;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.common.time.TimestampSettings;
import org.lsst.efd.connect.common.window.WindowSettings;
import org.lsst.efd.connect.common.window.WindowStage;

/** The stage inside a sink: structs in, structs of statistics out, with the offsets that make a repeat harmless. */
final class StageWorkload implements Workload {
    private static final TopicPartition PARTITION = new TopicPartition(StructSignal.TOPIC, 0);
    private static final Settings SETTINGS =
            Settings.none().with("Windows", WindowSettings.all()).with("Time", TimestampSettings.all());

    private final StructSignal signal = new StructSignal();
    private final WindowStage stage;
    private long lap;
    private long windowsTold;
    private Object lastMean = "none";

    StageWorkload() {
        stage = WindowSettings.readWindows(
                SETTINGS.read(Map.of(
                        "aggregate.enabled", "true", "aggregate.window.size.ms", Long.toString(Signal.WINDOW_MS))),
                Clock.systemUTC());
        stage.open(PARTITION);
    }

    @Override
    public Volume run() {
        for (int record = 0; record < Signal.RECORDS; record++) {
            stage.accept(signal.record(lap, record), PARTITION, this::tell);
        }
        StructSignal.check(windowsTold, ++lap, lastMean);
        return Signal.samplesOfOneLap();
    }

    private void tell(OutgoingRecord told) {
        windowsTold++;
        lastMean = ((Struct) told.record().value()).get("mean_f99");
    }
}
