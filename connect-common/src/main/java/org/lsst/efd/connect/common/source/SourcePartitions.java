package org.lsst.efd.connect.common.source;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The source partition maps that Connect stores offsets under. They are unmodifiable views of {@code HashMap}s of default
 * capacity: Connect's offset keys are their JSON bytes in iteration order, which must be that of the maps Connect itself
 * makes when offsets are changed through its REST API, in every JVM. Their hash codes are computed once, since Connect asks
 * for them with every record.
 */
public final class SourcePartitions {
    /** Key of the alias of the source cluster. */
    public static final String CLUSTER = "cluster";

    /** Key of the name of the source topic. */
    public static final String TOPIC = "topic";

    private SourcePartitions() {}

    /** For a connector that keeps a position for each partition. Make it once a partition and keep it. */
    public static Map<String, Object> ofPartition(String cluster, String topic, int partition) {
        Map<String, Object> map = new HashMap<>();
        map.put(CLUSTER, cluster);
        map.put(TOPIC, topic);
        map.put("partition", partition);
        return new SourcePartition(map);
    }

    /** For a connector that keeps one state for a whole topic. Make it once a topic and keep it. */
    public static Map<String, Object> ofTopic(String cluster, String topic) {
        Map<String, Object> map = new HashMap<>();
        map.put(CLUSTER, cluster);
        map.put(TOPIC, topic);
        return new SourcePartition(map);
    }

    private static final class SourcePartition extends AbstractMap<String, Object> {
        private final Set<Entry<String, Object>> entries;
        private final int hashCode;

        private SourcePartition(Map<String, Object> map) {
            this.entries = Collections.unmodifiableMap(map).entrySet();
            this.hashCode = map.hashCode();
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return entries;
        }

        @Override
        public boolean equals(Object other) {
            return super.equals(other);
        }

        @Override
        public int hashCode() {
            return hashCode;
        }
    }
}
