package org.lsst.efd.benchmarks.replication;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.runtime.Connect;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.process.Ports;

/** A connector in a worker in this process. */
final class WorkerCopier implements CopyWorkload.Copier {
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private final Kind kind;
    private final boolean isExactlyOnce;
    private final Site source;
    private final Map<String, String> more = new HashMap<>();
    private @Nullable Connect<?> worker;

    /** Which connector, with which settings. */
    enum Kind {
        /** Ours, with ids translated and with headers of provenance, as it is by default. */
        OURS,
        /** Ours, without the headers that the peer does not have either. */
        OURS_BARE,
        /** Ours, bytes untouched, without headers. */
        OURS_PASS_THROUGH,
        /** MirrorMaker 2 as it is by default. */
        MIRROR,
        /** MirrorMaker 2 with the same settings of consumer and producer as ours. */
        MIRROR_TUNED
    }

    WorkerCopier(Kind kind, boolean isExactlyOnce) {
        this(kind, isExactlyOnce, Site.summit());
    }

    WorkerCopier(Kind kind, boolean isExactlyOnce, Site source) {
        this.kind = kind;
        this.isExactlyOnce = isExactlyOnce;
        this.source = source;
    }

    /** A setting of the connector, before it is started. */
    WorkerCopier with(String key, String value) {
        more.put(key, value);
        return this;
    }

    @Override
    public void begin(Load load, String targetPrefix) {
        ConnectRest rest = startWorker(targetPrefix);
        start(rest, load, targetPrefix);
    }

    /** Starts a worker without connectors. */
    ConnectRest startWorker(String group) {
        int port = Ports.free();
        Map<String, String> config = new HashMap<>();
        config.put("bootstrap.servers", Site.ldf().bootstrapServers());
        config.put("listeners", "http://127.0.0.1:" + port);
        config.put("group.id", group);
        for (String topic : List.of("config", "offset", "status")) {
            config.put(topic + ".storage.topic", group + topic);
            config.put(topic + ".storage.replication.factor", "1");
        }
        config.put("offset.storage.partitions", "1");
        config.put("status.storage.partitions", "1");
        config.put("key.converter", BYTES);
        config.put("value.converter", BYTES);
        config.put("header.converter", BYTES);
        config.put("plugin.discovery", "service_load");
        config.put("topic.tracking.enable", "false");
        config.put("exactly.once.source.support", isExactlyOnce ? "enabled" : "disabled");
        worker = new ConnectDistributed().startConnect(config);
        return new ConnectRest(() -> List.of("http://127.0.0.1:" + port));
    }

    /** Starts the connector. */
    void start(ConnectRest rest, Load load, String targetPrefix) {
        String alias = targetPrefix.substring(0, targetPrefix.length() - 1);
        Map<String, String> config = new HashMap<>();
        config.put("tasks.max", "1");
        for (String converter : List.of("key", "value", "header")) {
            config.put(converter + ".converter", BYTES);
        }
        if (isExactlyOnce) {
            config.put("exactly.once.support", "required");
        }
        switch (kind) {
            case OURS, OURS_BARE, OURS_PASS_THROUGH -> addOurs(config, load, alias);
            case MIRROR, MIRROR_TUNED -> addMirror(config, load, alias);
        }
        if (kind != Kind.MIRROR) {
            Settings.tunedProducer().forEach((key, value) -> {
                // with transactions Connect sets this itself
                if (!isExactlyOnce || !key.equals("enable.idempotence")) {
                    config.put("producer.override." + key, value.toString());
                }
            });
        }
        config.putAll(more);
        rest.put(alias, config);
    }

    private void addOurs(Map<String, String> config, Load load, String alias) {
        config.put("connector.class", "org.lsst.efd.connect.replication.ReplicationSourceConnector");
        config.put("source.cluster.alias", alias);
        config.put("source.bootstrap.servers", source.bootstrapServers());
        config.put("target.bootstrap.servers", Site.ldf().bootstrapServers());
        config.put("topics.regex", load.prefix() + ".*");
        config.put("topic.rename.format", alias + ".${topic}");
        if (kind != Kind.OURS_PASS_THROUGH) {
            config.put("source.schema.registry.url", source.registryUrl());
            config.put("target.schema.registry.url", Site.ldf().registryUrl());
        }
        if (kind != Kind.OURS) {
            config.put("provenance.headers", "false");
        }
    }

    private void addMirror(Map<String, String> config, Load load, String alias) {
        config.put("connector.class", "org.apache.kafka.connect.mirror.MirrorSourceConnector");
        config.put("source.cluster.alias", alias);
        config.put("target.cluster.alias", "ldf");
        config.put("source.cluster.bootstrap.servers", source.bootstrapServers());
        config.put("target.cluster.bootstrap.servers", Site.ldf().bootstrapServers());
        config.put("topics", load.prefix() + ".*");
        config.put("replication.factor", "1");
        config.put("offset-syncs.topic.replication.factor", "1");
        config.put("sync.topic.acls.enabled", "false");
        if (isExactlyOnce) {
            config.put("consumer.isolation.level", "read_committed");
        }
        if (kind == Kind.MIRROR_TUNED) {
            Settings.tunedConsumer().forEach((key, value) -> config.put("consumer." + key, value.toString()));
        }
    }

    @Override
    public void end() {
        if (worker != null) {
            worker.stop();
            worker.awaitStop();
        }
    }
}
