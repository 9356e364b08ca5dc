package org.lsst.efd.connect.replication.target;

import org.lsst.efd.connect.common.source.FoundTopic;

/** Knows the targets of source topics, and makes them where it is told to. */
public interface TargetTopics extends AutoCloseable {
    /** Whether records of this topic can go to its target now; never waits. */
    TargetState of(FoundTopic source);

    /** Has a topic made that no source topic has: of one partition, compacted. It may be made later, or not at all. */
    void prepareCompacted(String name);

    @Override
    void close();
}
