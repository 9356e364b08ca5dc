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
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.connect.data.Struct;
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

/** Kafka Streams doing the same in its in-process driver: structs in, structs of statistics out, no broker in the way. */
final class KafkaStreamsWorkload implements Workload {
    private static final String INPUT = "raw";
    private static final String OUTPUT = "aggregated";
    private static final String PROCESSOR = "windows";
    private static final String STORE = "samples";

    private final StructSignal signal;
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Struct> input;
    private final TestOutputTopic<String, Struct> output;
    private long lap;
    private long windowsTold;

    /** What a topology is made of. */
    private record Parts(StructSignal signal, Serde<Struct> structs, Serde<Struct> told, StructStatistics statistics) {
        Parts() {
            this(new StructSignal());
        }

        private Parts(StructSignal signal) {
            this(
                    signal,
                    new StructHandover(1).serde(),
                    new StructHandover(2 * (int) Signal.WINDOWS).serde(),
                    new StructStatistics(signal.schema()));
        }
    }

    private KafkaStreamsWorkload(Topology topology, Parts parts) {
        signal = parts.signal;
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "aggregation");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        driver = new TopologyTestDriver(topology, properties);
        input = driver.createInputTopic(INPUT, Serdes.String().serializer(), parts.structs.serializer());
        output = driver.createOutputTopic(OUTPUT, Serdes.String().deserializer(), parts.told.deserializer());
    }

    /** The high-level way: a windowed aggregate that is a list of samples, told when its window closes. */
    static KafkaStreamsWorkload highLevel() {
        Parts parts = new Parts();
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(INPUT, Consumed.with(Serdes.String(), parts.structs))
                .groupByKey(Grouped.with(Serdes.String(), parts.structs))
                .windowedBy(TimeWindows.ofSizeAndGrace(
                        Duration.ofMillis(Signal.WINDOW_MS), Duration.ofMillis(Signal.WINDOW_MS)))
                .aggregate(
                        () -> (List<double[]>) new ArrayList<double[]>(),
                        (key, value, rows) -> {
                            rows.add(parts.statistics.row(value));
                            return rows;
                        },
                        Materialized.<String, List<double[]>, WindowStore<Bytes, byte[]>>with(
                                        Serdes.String(), Samples.ofRows(Signal.FIELDS))
                                .withStoreType(Materialized.StoreType.IN_MEMORY)
                                .withLoggingDisabled())
                .suppress(Suppressed.untilWindowCloses(
                        Suppressed.BufferConfig.unbounded().withLoggingDisabled()))
                .toStream()
                .map((window, rows) -> new KeyValue<>(window.key(), parts.statistics.summarise(rows)))
                .to(OUTPUT, Produced.with(Serdes.String(), parts.told));
        return new KafkaStreamsWorkload(builder.build(), parts);
    }

    /**
     * The low-level way: a processor that keeps the samples of its open windows in a store. What would make the store
     * survive a restart, sending each sample to a changelog, is spared.
     */
    static KafkaStreamsWorkload lowLevel() {
        Parts parts = new Parts();
        Topology topology = topology(parts, () -> new StoringProcessor(parts.statistics));
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.Long(), Samples.ofRow())
                        .withLoggingDisabled(),
                PROCESSOR);
        return new KafkaStreamsWorkload(topology, parts);
    }

    /** The same with the samples on the heap, which no restart could survive. */
    static KafkaStreamsWorkload forgetful() {
        Parts parts = new Parts();
        return new KafkaStreamsWorkload(topology(parts, () -> new HeapProcessor(parts.statistics)), parts);
    }

    private static Topology topology(Parts parts, ProcessorSupplier<String, Struct, String, Struct> processor) {
        Topology topology = new Topology();
        topology.addSource("source", Serdes.String().deserializer(), parts.structs.deserializer(), INPUT);
        topology.addProcessor(PROCESSOR, processor, "source");
        topology.addSink("sink", OUTPUT, Serdes.String().serializer(), parts.told.serializer(), PROCESSOR);
        return topology;
    }

    @Override
    public Volume run() {
        for (int record = 0; record < Signal.RECORDS; record++) {
            input.pipeInput("key", signal.value(record), Instant.ofEpochMilli(Signal.timeMs(lap, record)));
        }
        lap++;
        List<Struct> told = output.readValuesToList();
        windowsTold += told.size();
        StructSignal.check(windowsTold, lap, told.get(0).get("mean_f99"));
        return Signal.samplesOfOneLap();
    }

    @Override
    public void stop() {
        driver.close();
    }

    /** Closes windows one window size late, by the time of the stream. */
    private abstract static class WindowProcessor implements Processor<String, Struct, String, Struct> {
        private final StructStatistics statistics;
        private @Nullable ProcessorContext<String, Struct> context;
        private long streamTime = Long.MIN_VALUE;

        WindowProcessor(StructStatistics statistics) {
            this.statistics = statistics;
        }

        @Override
        public void init(ProcessorContext<String, Struct> processorContext) {
            context = processorContext;
        }

        @Override
        public final void process(Record<String, Struct> record) {
            add(record.timestamp(), statistics.row(record.value()));
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
        abstract void close(long endMs, Record<String, Struct> record);

        void tell(List<double[]> rows, Record<String, Struct> record) {
            Objects.requireNonNull(context).forward(record.withValue(statistics.summarise(rows)));
        }
    }

    private static final class HeapProcessor extends WindowProcessor {
        private final NavigableMap<Long, List<double[]>> open = new TreeMap<>();

        HeapProcessor(StructStatistics statistics) {
            super(statistics);
        }

        @Override
        void add(long timeMs, double[] row) {
            open.computeIfAbsent(startOf(timeMs), start -> new ArrayList<>()).add(row);
        }

        @Override
        void close(long endMs, Record<String, Struct> record) {
            Map<Long, List<double[]>> closed = open.headMap(endMs - Signal.WINDOW_MS, true);
            closed.values().forEach(rows -> tell(rows, record));
            closed.clear();
        }
    }

    /** Each row goes into the store once, under its time, and is read and deleted when its window closes. */
    private static final class StoringProcessor extends WindowProcessor {
        private @Nullable KeyValueStore<Long, double[]> store;
        private long oldestMs = Long.MAX_VALUE;

        StoringProcessor(StructStatistics statistics) {
            super(statistics);
        }

        @Override
        public void init(ProcessorContext<String, Struct> context) {
            super.init(context);
            store = context.getStateStore(STORE);
        }

        @Override
        void add(long timeMs, double[] row) {
            Objects.requireNonNull(store).put(timeMs, row);
            oldestMs = Math.min(oldestMs, timeMs);
        }

        @Override
        void close(long endMs, Record<String, Struct> record) {
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
