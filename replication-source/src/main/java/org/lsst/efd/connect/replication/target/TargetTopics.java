package org.lsst.efd.connect.replication.target;

import java.util.function.BooleanSupplier;
import org.lsst.efd.connect.common.source.FoundTopic;

/** Knows the targets of source topics, and makes them where it is told to. */
public interface TargetTopics extends AutoCloseable {
    /** Whether records of this topic can go to its target now; never waits. */
    TargetState of(FoundTopic source);

    /**
     * Looks for a topic that no source topic has, of one partition and compacted, and makes it where it is told to.
     *
     * @return tells whether records can go there now: whether it is there, or is left to the worker; never waits
     */
    BooleanSupplier prepareCompacted(String name);

    @Override
    void close();
}
