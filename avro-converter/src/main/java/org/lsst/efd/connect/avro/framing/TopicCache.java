package org.lsst.efd.connect.avro.framing;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Something per topic, made when it is first asked for; a worker has as many as it has topics. Not thread-safe. */
final class TopicCache<T> {
    private final Map<String, T> byTopic = new HashMap<>();
    private final Function<String, T> maker;

    TopicCache(Function<String, T> maker) {
        this.maker = maker;
    }

    T of(String topic) {
        T known = byTopic.get(topic);
        if (known != null) {
            return known;
        }
        T made = maker.apply(topic);
        byTopic.put(topic, made);
        return made;
    }
}
