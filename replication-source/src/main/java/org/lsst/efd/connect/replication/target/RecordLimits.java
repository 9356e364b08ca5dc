package org.lsst.efd.connect.replication.target;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.admin.Admin;

/** How large records of each target may be. One thread keeps them, others may look at what it gave out. */
final class RecordLimits {
    private static final String SETTING = "max.message.bytes";
    private static final int MAX_BATCH = 500;

    private final Admin target;
    private final int ofProducer;
    private final Map<String, AtomicInteger> ofTopics = new HashMap<>();

    /** Limits of targets, none of which is over that of the worker's producer. */
    RecordLimits(Admin target, int ofProducer) {
        this.target = target;
        this.ofProducer = ofProducer;
    }

    /** The limit of a topic with these settings; what they do not tell stays as it was. It follows what is read later. */
    IntSupplier of(String topic, Map<String, String> settings) {
        AtomicInteger limit = ofTopics.computeIfAbsent(topic, none -> new AtomicInteger(ofProducer));
        String ofTopic = settings.get(SETTING);
        if (ofTopic != null) {
            limit.set(Math.min(Integer.parseInt(ofTopic), ofProducer));
        }
        return limit::get;
    }

    /** Reads the limits of all topics again. */
    void refresh() throws InterruptedException {
        List<String> all = new ArrayList<>(ofTopics.keySet());
        for (int from = 0; from < all.size(); from += MAX_BATCH) {
            TopicConfigs.effective(target, all.subList(from, Math.min(all.size(), from + MAX_BATCH)))
                    .forEach(this::of);
        }
    }
}
