package org.lsst.efd.connect.common.source;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * The source partition maps that Connect stores offsets under. They are unmodifiable views of {@code HashMap}s of default
 * capacity: Connect's offset keys are their JSON bytes in iteration order, which must be that of the maps Connect itself
 * makes when offsets are changed through its REST API, in every JVM.
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
        return Collections.unmodifiableMap(map);
    }

    /** For a connector that keeps one state for a whole topic. Make it once a topic and keep it. */
    public static Map<String, Object> ofTopic(String cluster, String topic) {
        Map<String, Object> map = new HashMap<>();
        map.put(CLUSTER, cluster);
        map.put(TOPIC, topic);
        return Collections.unmodifiableMap(map);
    }
}
