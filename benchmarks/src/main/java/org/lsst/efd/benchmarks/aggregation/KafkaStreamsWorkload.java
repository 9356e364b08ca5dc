package org.lsst.efd.benchmarks.aggregation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.benchmarks.harness.Workload;

/** Kafka Streams doing the same in its in-process driver, with no broker and no schema in the way. */
final class KafkaStreamsWorkload implements Workload {
    private static final String INPUT = "raw";
    private static final String OUTPUT = "aggregated";

    private final Signal signal = new Signal();
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, double[]> input;
    private final TestOutputTopic<String, double[]> output;
    private long lap;
    private long windowsTold;

    private KafkaStreamsWorkload(Topology topology) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "aggregation");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        driver = new TopologyTestDriver(topology, properties);
        input = driver.createInputTopic(
                INPUT, Serdes.String().serializer(), Samples.ofRow().serializer());
        output = driver.createOutputTopic(
                OUTPUT, Serdes.String().deserializer(), Samples.ofRow().deserializer());
    }

    /** The high-level way: a windowed aggregate that is a list of samples, told when its window closes. */
    static KafkaStreamsWorkload highLevel() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(INPUT, Consumed.with(Serdes.String(), Samples.ofRow()))
                .groupByKey(Grouped.with(Serdes.String(), Samples.ofRow()))
                .windowedBy(TimeWindows.ofSizeAndGrace(
                        Duration.ofMillis(Signal.WINDOW_MS), Duration.ofMillis(Signal.WINDOW_MS)))
                .aggregate(
                        () -> (List<double[]>) new ArrayList<double[]>(),
                        (key, row, rows) -> {
                            rows.add(row);
                            return rows;
                        },
                        Materialized.<String, List<double[]>, WindowStore<Bytes, byte[]>>with(
                                        Serdes.String(), Samples.ofRows(Signal.FIELDS))
                                .withStoreType(Materialized.StoreType.IN_MEMORY)
                                .withLoggingDisabled())
                .suppress(Suppressed.untilWindowCloses(
                        Suppressed.BufferConfig.unbounded().withLoggingDisabled()))
                .toStream()
                .map((window, rows) -> new KeyValue<>(window.key(), Samples.summarise(rows, Signal.FIELDS)))
                .to(OUTPUT, Produced.with(Serdes.String(), Samples.ofRow()));
        return new KafkaStreamsWorkload(builder.build());
    }

    /** The low-level way: a processor that keeps the samples of its open windows on the heap. */
    static KafkaStreamsWorkload lowLevel() {
        Topology topology = new Topology();
        topology.addSource(
                "source", Serdes.String().deserializer(), Samples.ofRow().deserializer(), INPUT);
        topology.addProcessor("windows", WindowProcessor::new, "source");
        topology.addSink(
                "sink", OUTPUT, Serdes.String().serializer(), Samples.ofRow().serializer(), "windows");
        return new KafkaStreamsWorkload(topology);
    }

    @Override
    public Volume run() {
        for (int record = 0; record < Signal.RECORDS; record++) {
            input.pipeInput("key", signal.values(record), Instant.ofEpochMilli(Signal.timeMs(lap, record)));
        }
        lap++;
        windowsTold += output.readValuesToList().size();
        if (windowsTold < lap * Signal.WINDOWS - 2) {
            throw new IllegalStateException("windows are missing: " + windowsTold + " after " + lap + " laps");
        }
        return Signal.samplesOfOneLap();
    }

    @Override
    public void stop() {
        driver.close();
    }

    private static final class WindowProcessor implements Processor<String, double[], String, double[]> {
        private final Map<Long, List<double[]>> open = new HashMap<>();
        private @Nullable ProcessorContext<String, double[]> context;
        private long streamTime = Long.MIN_VALUE;

        @Override
        public void init(ProcessorContext<String, double[]> processorContext) {
            context = processorContext;
        }

        @Override
        public void process(Record<String, double[]> record) {
            long start = Math.floorDiv(record.timestamp(), Signal.WINDOW_MS) * Signal.WINDOW_MS;
            open.computeIfAbsent(start, key -> new ArrayList<>()).add(record.value());
            if (record.timestamp() > streamTime) {
                streamTime = record.timestamp();
                closeWindows(record);
            }
        }

        private void closeWindows(Record<String, double[]> record) {
            long latestClosed = streamTime - 2 * Signal.WINDOW_MS;
            open.entrySet().removeIf(window -> {
                if (window.getKey() > latestClosed) {
                    return false;
                }
                java.util.Objects.requireNonNull(context)
                        .forward(record.withValue(Samples.summarise(window.getValue(), Signal.FIELDS)));
                return true;
            });
        }
    }
}
