package org.lsst.efd.connect.manager.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.shortcut.Shortcut;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "replication",
        aliases = {"replicator", "mirrormaker2"},
        description = "Copies topics with their schemas from another cluster.")
final class CreateReplicationCommand implements Callable<Integer> {
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private final Session session;

    @Mixin
    private final CreateOptions common = new CreateOptions();

    @Option(names = "--src-kafka", paramLabel = "HOST:PORT", description = "The cluster to read.")
    private @Nullable String source;

    @Option(
            names = "--dest-kafka",
            paramLabel = "HOST:PORT",
            description = "The cluster of the workers, to create topics.")
    private @Nullable String destination;

    @Option(names = "--alias", paramLabel = "NAME", description = "The source's name in offsets; never change it.")
    private @Nullable String alias;

    @Option(
            names = {"-r", "--topic-regex", "--filter"},
            paramLabel = "REGEX",
            description = "Topics, full match (KAFKA_CONNECT_TOPIC_REGEX; .*).")
    private @Nullable String topics;

    @Option(
            names = "--topic-rename-format",
            paramLabel = "TEMPLATE",
            description = "Their names at the destination (${topic}).")
    private @Nullable String rename;

    @Option(names = "--src-schema-registry-url", paramLabel = "URL", description = "The registry of the source.")
    private @Nullable String sourceRegistry;

    @Option(names = "--schema-registry-url", paramLabel = "URL", description = "The registry of the destination.")
    private @Nullable String registry;

    CreateReplicationCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Optional<String> target = Optional.ofNullable(destination);
        Shortcut shortcut = Shortcut.of(
                        "org.lsst.efd.connect.replication.ReplicationSourceConnector", common.tasks(session))
                .set("source.cluster.alias", common.required("--alias", alias))
                .set("source.bootstrap.servers", common.required("--src-kafka", source))
                .set("target.bootstrap.servers", target)
                .set("target.topics.create", target.isPresent() ? Optional.empty() : Optional.of("worker"))
                .set(
                        "topics.regex",
                        CreateOptions.given(session, topics, "KAFKA_CONNECT_TOPIC_REGEX")
                                .orElse(".*"))
                .set("topic.rename.format", Optional.ofNullable(rename))
                .set("source.schema.registry.url", Optional.ofNullable(sourceRegistry))
                .set("target.schema.registry.url", Optional.ofNullable(registry))
                .set("key.converter", BYTES)
                .set("value.converter", BYTES)
                .set("header.converter", BYTES);
        return common.carryOut(session, "replication", shortcut);
    }
}
