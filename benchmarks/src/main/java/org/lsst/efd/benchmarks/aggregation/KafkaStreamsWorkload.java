package org.lsst.efd.benchmarks.aggregation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
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
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.benchmarks.harness.Workload;

/** Kafka Streams doing the same in its in-process driver, with no broker and no schema in the way. */
final class KafkaStreamsWorkload implements Workload {
    private static final String INPUT = "raw";
    private static final String OUTPUT = "aggregated";
    private static final String PROCESSOR = "windows";
    private static final String STORE = "samples";

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

    /**
     * The low-level way: a processor that keeps the samples of its open windows in a store. What would make the store
     * survive a restart, sending each sample to a changelog, is spared.
     */
    static KafkaStreamsWorkload lowLevel() {
        Topology topology = topology(StoringProcessor::new);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.Long(), Samples.ofRow())
                        .withLoggingDisabled(),
                PROCESSOR);
        return new KafkaStreamsWorkload(topology);
    }

    /** The same with the samples on the heap, which no restart could survive. */
    static KafkaStreamsWorkload forgetful() {
        return new KafkaStreamsWorkload(topology(HeapProcessor::new));
    }

    private static Topology topology(ProcessorSupplier<String, double[], String, double[]> processor) {
        Topology topology = new Topology();
        topology.addSource(
                "source", Serdes.String().deserializer(), Samples.ofRow().deserializer(), INPUT);
        topology.addProcessor(PROCESSOR, processor, "source");
        topology.addSink(
                "sink", OUTPUT, Serdes.String().serializer(), Samples.ofRow().serializer(), PROCESSOR);
        return topology;
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

    /** Closes windows one window size late, by the time of the stream. */
    private abstract static class WindowProcessor implements Processor<String, double[], String, double[]> {
        private @Nullable ProcessorContext<String, double[]> context;
        private long streamTime = Long.MIN_VALUE;

        @Override
        public void init(ProcessorContext<String, double[]> processorContext) {
            context = processorContext;
        }

        @Override
        public final void process(Record<String, double[]> record) {
            add(record.timestamp(), record.value());
            if (record.timestamp() > streamTime) {
                streamTime = record.timestamp();
                close(startOf(streamTime) - Signal.WINDOW_MS, record);
            }
        }

        static long startOf(long timeMs) {
            return Math.floorDiv(timeMs, Signal.WINDOW_MS) * Signal.WINDOW_MS;
        }

        abstract void add(long timeMs, double[] row);

        /** Tells the windows that end at or before a time. */
        abstract void close(long endMs, Record<String, double[]> record);

        void tell(List<double[]> rows, Record<String, double[]> record) {
            Objects.requireNonNull(context).forward(record.withValue(Samples.summarise(rows, Signal.FIELDS)));
        }
    }

    private static final class HeapProcessor extends WindowProcessor {
        private final NavigableMap<Long, List<double[]>> open = new TreeMap<>();

        @Override
        void add(long timeMs, double[] row) {
            open.computeIfAbsent(startOf(timeMs), start -> new ArrayList<>()).add(row);
        }

        @Override
        void close(long endMs, Record<String, double[]> record) {
            Map<Long, List<double[]>> closed = open.headMap(endMs - Signal.WINDOW_MS, true);
            closed.values().forEach(rows -> tell(rows, record));
            closed.clear();
        }
    }

    /** Each row goes into the store once, under its time, and is read and deleted when its window closes. */
    private static final class StoringProcessor extends WindowProcessor {
        private @Nullable KeyValueStore<Long, double[]> store;
        private long oldestMs = Long.MAX_VALUE;

        @Override
        public void init(ProcessorContext<String, double[]> context) {
            super.init(context);
            store = context.getStateStore(STORE);
        }

        @Override
        void add(long timeMs, double[] row) {
            Objects.requireNonNull(store).put(timeMs, row);
            oldestMs = Math.min(oldestMs, timeMs);
        }

        @Override
        void close(long endMs, Record<String, double[]> record) {
            KeyValueStore<Long, double[]> rowsByTime = Objects.requireNonNull(store);
            for (long start = startOf(oldestMs); start + Signal.WINDOW_MS <= endMs; start += Signal.WINDOW_MS) {
                List<Long> times = new ArrayList<>();
                List<double[]> rows = new ArrayList<>();
                try (KeyValueIterator<Long, double[]> window = rowsByTime.range(start, start + Signal.WINDOW_MS - 1)) {
                    window.forEachRemaining(row -> {
                        times.add(row.key);
                        rows.add(row.value);
                    });
                }
                times.forEach(rowsByTime::delete);
                if (!rows.isEmpty()) {
                    tell(rows, record);
                }
                oldestMs = start + Signal.WINDOW_MS;
            }
        }
    }
}
