package org.lsst.efd.connect.manager.command;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.shortcut.Shortcut;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "aggregator", description = "Writes windows with statistics of topics to aggregated topics.")
final class CreateAggregatorCommand implements Callable<Integer> {
    private static final String AVRO = "org.lsst.efd.connect.avro.AvroConverter";

    private final Session session;

    @Mixin
    private final CreateOptions common = new CreateOptions();

    @Option(
            names = {"-r", "--topic-regex"},
            paramLabel = "REGEX",
            description = "Topics, full match (KAFKA_CONNECT_TOPIC_REGEX; .*).")
    private @Nullable String topics;

    @Option(names = "--window", paramLabel = "TIME", description = "Length of a window (1s).")
    private @Nullable Duration window;

    @Option(names = "--statistics", paramLabel = "LIST", description = "min,q1,mean,median,stdev,q3,max and others.")
    private @Nullable String statistics;

    @Option(names = "--src-kafka", paramLabel = "HOST:PORT", description = "The cluster to read (KAFKA_BROKER_URL).")
    private @Nullable String source;

    @Option(names = "--alias", paramLabel = "NAME", description = "Its name in offsets; never change it (primary).")
    private String alias = "primary";

    @Option(names = "--registry", paramLabel = "URL", description = "The registry of the topics read.")
    private @Nullable String registry;

    @Option(names = "--secondary-registry", paramLabel = "URL", description = "The registry of the aggregated topics.")
    private @Nullable String secondaryRegistry;

    CreateAggregatorCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Optional<String> primary = Optional.ofNullable(registry);
        Optional<String> secondary = Optional.ofNullable(secondaryRegistry);
        Shortcut shortcut = Shortcut.of(
                        "org.lsst.efd.connect.aggregator.AggregatorSourceConnector", common.tasks(session))
                .set(
                        "topics.regex",
                        CreateOptions.given(session, topics, "KAFKA_CONNECT_TOPIC_REGEX")
                                .orElse(".*"))
                .set("source.cluster.alias", alias)
                .set("source.bootstrap.servers", CreateOptions.given(session, source, "KAFKA_BROKER_URL"))
                .set("source.value.converter", primary.map(url -> AVRO))
                .set("source.value.converter.schema.registry.url", primary)
                .set("value.converter", secondary.map(url -> AVRO))
                .set("value.converter.schema.registry.url", secondary)
                .set(
                        "aggregate.window.size.ms",
                        Optional.ofNullable(window).map(Duration::toMillis).map(String::valueOf))
                .set("aggregate.statistics", Optional.ofNullable(statistics));
        return common.carryOut(session, "aggregator", shortcut);
    }
}
