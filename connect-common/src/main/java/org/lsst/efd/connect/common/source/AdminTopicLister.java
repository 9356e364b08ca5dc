package org.lsst.efd.connect.common.source;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks through an admin client, which it closes. */
public final class AdminTopicLister implements TopicLister {
    private final Admin admin;

    public AdminTopicLister(Admin admin) {
        this.admin = admin;
    }

    @Override
    public Map<String, Uuid> list() throws InterruptedException {
        Map<String, Uuid> ids = new HashMap<>();
        await(admin.listTopics(new ListTopicsOptions().listInternal(false)).listings())
                .forEach(listing -> ids.put(listing.name(), listing.topicId()));
        return ids;
    }

    @Override
    public Map<String, FoundTopic> describe(Collection<String> names) throws InterruptedException {
        Map<String, FoundTopic> found = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> answer :
                admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                TopicDescription topic = await(answer.getValue());
                found.put(
                        topic.name(),
                        new FoundTopic(
                                topic.name(),
                                topic.topicId(),
                                topic.partitions().size()));
            } catch (UnknownTopicOrPartitionException deletedMeanwhile) {
                found.remove(answer.getKey());
            }
        }
        return found;
    }

    private static <T> T await(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(failed.getCause());
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
