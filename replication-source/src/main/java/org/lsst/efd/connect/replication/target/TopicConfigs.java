package org.lsst.efd.connect.replication.target;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and changes the settings of topics. */
final class TopicConfigs {
    private static final Logger LOG = LoggerFactory.getLogger(TopicConfigs.class);

    private TopicConfigs() {}

    /** What is set on each topic itself; topics that cannot be described are absent. */
    static Map<String, Map<String, String>> setOn(Admin admin, Collection<String> topics) throws InterruptedException {
        return read(admin, topics, entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
    }

    /** What holds for each topic, by whoever it is set; topics that cannot be described are absent. */
    static Map<String, Map<String, String>> effective(Admin admin, Collection<String> topics)
            throws InterruptedException {
        return read(admin, topics, entry -> true);
    }

    private static Map<String, Map<String, String>> read(
            Admin admin, Collection<String> topics, Predicate<ConfigEntry> wanted) throws InterruptedException {
        List<ConfigResource> resources =
                topics.stream().map(TopicConfigs::resource).toList();
        Map<String, Map<String, String>> found = new HashMap<>();
        for (Map.Entry<ConfigResource, KafkaFuture<Config>> answer :
                admin.describeConfigs(resources).values().entrySet()) {
            try {
                Map<String, String> settings = new HashMap<>();
                answer.getValue().get().entries().stream()
                        .filter(entry -> entry.value() != null && wanted.test(entry))
                        .forEach(entry -> settings.put(entry.name(), entry.value()));
                found.put(answer.getKey().name(), settings);
            } catch (ExecutionException refused) {
                LOG.debug("Settings of topic {} are not told", answer.getKey().name(), refused);
            }
        }
        return found;
    }

    /** Sets these on each topic; why it failed for those for which it did. */
    static Map<String, String> set(Admin admin, Map<String, Map<String, String>> changes) throws InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> operations = new HashMap<>();
        changes.forEach((topic, settings) -> {
            List<AlterConfigOp> ofTopic = new ArrayList<>();
            settings.forEach((key, value) ->
                    ofTopic.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
            operations.put(resource(topic), ofTopic);
        });
        Map<String, String> failures = new HashMap<>();
        for (Map.Entry<ConfigResource, KafkaFuture<Void>> answer :
                admin.incrementalAlterConfigs(operations).values().entrySet()) {
            try {
                answer.getValue().get();
            } catch (ExecutionException refused) {
                Throwable cause = refused.getCause();
                failures.put(
                        answer.getKey().name(),
                        cause instanceof KafkaException ? cause.toString() : refused.toString());
            }
        }
        return failures;
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
