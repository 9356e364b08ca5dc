package org.lsst.efd.connect.replication.target;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.lsst.efd.connect.common.source.FoundTopic;

/** Targets that somebody else makes, without a look at them: they are as the settings say. */
public record AssumedTopics(TargetNames names, PartitionCounts counts, int maxRecordBytes) implements TargetTopics {
    @Override
    public TargetState of(FoundTopic source) {
        String name = names.of(source.name());
        Optional<String> tooFew = counts.tooFew(name, source.partitions());
        return tooFew.isPresent()
                ? new TargetState.Refused("target topic " + name + ": " + tooFew.get())
                : new TargetState.Ready(
                        new TargetTopic(name, counts.of(name, source.partitions()), () -> maxRecordBytes));
    }

    @Override
    public BooleanSupplier prepareCompacted(String name) {
        // the worker or the broker makes it
        return () -> true;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
