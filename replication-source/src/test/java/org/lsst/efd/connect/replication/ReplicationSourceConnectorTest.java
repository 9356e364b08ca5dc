package org.lsst.efd.connect.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.replication.settings.TargetSettings;
import org.lsst.efd.connect.replication.target.TargetRules;

class ReplicationSourceConnectorTest {
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private final ReplicationSourceConnector connector = new ReplicationSourceConnector();

    @Test
    void connectFindsIt() {
        assertThat(ServiceLoader.load(SourceConnector.class))
                .hasAtLeastOneElementOfType(ReplicationSourceConnector.class);
    }

    @Test
    void theSmallestConfigurationIsRight() {
        assertThat(mistakes(smallest())).isEmpty();
    }

    @Test
    void asksForConvertersOfBytesOnTheConnector() {
        Map<String, String> config = smallest();
        config.remove("header.converter");
        config.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        assertThat(mistakes(config)).containsOnlyKeys("header.converter", "value.converter");
        config.put("source.value.converter", "org.apache.kafka.connect.storage.StringConverter");
        assertThat(mistakes(config)).containsOnlyKeys("header.converter");
    }

    @Test
    void refusesToleranceThatLosesRecords() {
        assertThat(mistakes(smallest("errors.tolerance", "all"))).containsOnlyKeys("errors.tolerance");
    }

    @Test
    void saysWhatIsMissingOrDoesNotGoTogether() {
        Map<String, String> noTarget = smallest();
        noTarget.remove("target.bootstrap.servers");
        assertThat(mistakes(noTarget)).containsOnlyKeys("target.bootstrap.servers");
        noTarget.put("target.topics.create", "worker");
        assertThat(mistakes(noTarget)).isEmpty();
        noTarget.put("partition.mapping", "modulo");
        assertThat(mistakes(noTarget)).containsOnlyKeys("target.partitions");

        assertThat(mistakes(smallest("schema.sync.mode", "translate")))
                .containsOnlyKeys("source.schema.registry.url", "target.schema.registry.url");
        assertThat(mistakes(smallest("target.partitions", "4"))).isEmpty();
        assertThat(mistakes(smallest("target.partitions", "0"))).containsOnlyKeys("target.partitions");
        assertThat(mistakes(smallest("target.partitions.overrides", "a.*")))
                .containsOnlyKeys("target.partitions.overrides");
        assertThat(mistakes(smallest("config.sync.overrides", "retention.ms=1")))
                .containsOnlyKeys("config.sync.overrides");
        assertThat(mistakes(smallest("config.sync.target.overrides", "a.*:retention.ms")))
                .containsOnlyKeys("config.sync.target.overrides");
        assertThat(mistakes(smallest("target.replication.factor.overrides", "a.*:0")))
                .containsOnlyKeys("target.replication.factor.overrides");
        assertThat(mistakes(smallest("topic.rename.format", "all"))).containsOnlyKeys("topic.rename.format");
        assertThat(mistakes(smallest("topic.rename.regex", "a(.*)"))).containsOnlyKeys("topic.rename.replacement");
        assertThat(mistakes(smallest("mode", "single", "tasks.max", "2"))).containsOnlyKeys("mode");
        assertThat(mistakes(smallest("schema.sync.subjects.regex", ".*")))
                .containsOnlyKeys("schema.sync.subjects.regex");
        Map<String, String> noTopics = smallest();
        noTopics.remove("topics.regex");
        assertThat(mistakes(noTopics)).containsOnlyKeys("topics.regex");
    }

    @Test
    void overridesMayHoldColonsInPatternAndValue() {
        TargetRules rules = TargetSettings.rules(ReplicationSourceConfig.SETTINGS.read(smallest(
                "config.sync.target.overrides",
                "(?:a|b.c)x:retention.ms:5,z:follower.replication.throttled.replicas:0:1,.*:preallocate:true,b:compression.lz4.level:9",
                "target.replication.factor.overrides",
                "(?:a|b):3")));
        assertThat(rules.configs().ofSome().all())
                .extracting(each -> each.target() + " " + each.value().name() + "="
                        + each.value().value())
                .containsExactly(
                        "(?:a|b.c)x retention.ms=5",
                        "z follower.replication.throttled.replicas=0:1",
                        ".* preallocate=true",
                        "b compression.lz4.level=9");
        assertThat(rules.replicas().overrides().first("b")).contains((short) 3);
    }

    @Test
    void tasksDifferOnlyInTheirNumber() {
        connector.start(smallest());
        List<Map<String, String>> tasks = connector.taskConfigs(3);
        assertThat(tasks).hasSize(3).doesNotHaveDuplicates();
        tasks.forEach(task -> task.remove("task.index"));
        assertThat(tasks).allMatch(task -> task.equals(tasks.get(0)));
    }

    @Test
    void isExactlyOnceWhereItReadsCommittedRecords() {
        assertThat(connector.exactlyOnceSupport(smallest())).isEqualTo(ExactlyOnceSupport.SUPPORTED);
        assertThat(connector.exactlyOnceSupport(smallest("source.consumer.isolation.level", "read_uncommitted")))
                .isEqualTo(ExactlyOnceSupport.UNSUPPORTED);
    }

    @Test
    void securityGoesToTheClientsAndTheReadersOwnSettingsStay() {
        Map<String, Object> consumer = ReplicationSourceConfig.consumerProperties(
                ReplicationSourceConfig.SETTINGS.read(smallest(
                        "source.security.protocol", "SASL_SSL",
                        "source.consumer.sasl.mechanism", "SCRAM-SHA-512",
                        "source.consumer.fetch.max.wait.ms", "100",
                        "source.consumer.auto.offset.reset", "latest")),
                1,
                0);
        assertThat(consumer)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("fetch.max.wait.ms", "100")
                .containsEntry("auto.offset.reset", "none")
                .containsEntry("isolation.level", "read_committed");
        assertThat(TargetSettings.adminProperties(ReplicationSourceConfig.SETTINGS.read(
                        smallest("target.security.protocol", "SSL", "target.admin.retries", "7"))))
                .containsOnlyKeys("bootstrap.servers", "security.protocol", "retries");
    }

    @Test
    void checksOffsetsThatAreToBeStored() {
        Map<String, ?> partition = Map.of("cluster", "summit", "topic", "a", "partition", 3);
        assertThatCode(() -> alter(partition, Map.of("offset", 5))).doesNotThrowAnyException();
        assertThatCode(() -> alter(partition, Map.of("offset", "5", "epoch", 1L)))
                .doesNotThrowAnyException();
        assertThatCode(() -> alter(partition, null)).doesNotThrowAnyException();
        assertThatThrownBy(() -> alter(partition, Map.of("offset", -1)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("key offset");
        assertThatThrownBy(() -> alter(partition, Map.of("offset", 1.5))).hasMessageContaining("key offset");
        assertThatThrownBy(() -> alter(partition, Map.of("offset", 1, "ofset", 2)))
                .hasMessageContaining("[ofset]");
        assertThatThrownBy(() -> alter(partition, Map.of("epoch", 1))).hasMessageContaining("key offset is missing");
        assertThatThrownBy(() -> alter(Map.of("cluster", "ldf", "topic", "a", "partition", 3), Map.of("offset", 5)))
                .hasMessageContaining("key cluster");
        assertThatThrownBy(() -> alter(Map.of("topic", "a", "partition", 3), Map.of("offset", 5)))
                .hasMessageContaining("must have the keys");
        assertThatThrownBy(() -> alter(Map.of("cluster", "summit", "topic", "a", "partition", "x"), null))
                .hasMessageContaining("key partition");
    }

    private void alter(Map<String, ?> partition, @org.jspecify.annotations.Nullable Map<String, ?> offset) {
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        offsets.put(partition, offset); // null, as Connect gives it
        connector.alterOffsets(smallest(), offsets);
    }

    private static Map<String, String> smallest(String... more) {
        Map<String, String> config = new HashMap<>();
        config.put("name", "replication");
        config.put("source.cluster.alias", "summit");
        config.put("source.bootstrap.servers", "localhost:1");
        config.put("target.bootstrap.servers", "localhost:2");
        config.put("topics.regex", "lsst\\..*");
        List.of("key", "value", "header").forEach(kind -> config.put(kind + ".converter", BYTES));
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return config;
    }

    private Map<String, List<String>> mistakes(Map<String, String> config) {
        Map<String, List<String>> mistakes = new HashMap<>();
        for (ConfigValue value : connector.validate(config).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                mistakes.put(value.name(), value.errorMessages());
            }
        }
        return mistakes;
    }
}
