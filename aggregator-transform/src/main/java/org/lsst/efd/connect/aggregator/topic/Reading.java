package org.lsst.efd.connect.aggregator.topic;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.connect.common.source.OwnedPartition;
import org.lsst.efd.connect.common.source.Progress;
import org.lsst.efd.connect.common.source.SourceEvent;
import org.lsst.efd.connect.common.source.SourceReader;

/** What topics ask of a {@link SourceReader}, so that tests can read without a broker. */
public interface Reading {
    /** These partitions are to be read, and no others. */
    void own(Collection<OwnedPartition> partitions);

    /** What came, but for partitions that are held; events of a partition in order. */
    List<SourceEvent> poll(Duration wait) throws InterruptedException;

    /** Keeps these partitions back, and no others. */
    void hold(Set<TopicPartition> partitions);

    /** How far partitions are read, as the cluster says now. */
    CompletableFuture<Map<TopicPartition, Progress>> progress(Set<TopicPartition> partitions);

    /** By this reader. */
    static Reading of(SourceReader reader) {
        return new Reading() {
            @Override
            public void own(Collection<OwnedPartition> partitions) {
                reader.own(partitions);
            }

            @Override
            public List<SourceEvent> poll(Duration wait) throws InterruptedException {
                return reader.poll(wait);
            }

            @Override
            public void hold(Set<TopicPartition> partitions) {
                reader.hold(partitions);
            }

            @Override
            public CompletableFuture<Map<TopicPartition, Progress>> progress(Set<TopicPartition> partitions) {
                return reader.progress(partitions);
            }
        };
    }
}
