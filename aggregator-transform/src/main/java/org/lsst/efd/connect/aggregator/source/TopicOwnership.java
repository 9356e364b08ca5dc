package org.lsst.efd.connect.aggregator.source;

import java.nio.charset.StandardCharsets;

/**
 * Which topics a task owns: the task whose number gives the greatest hash with the topic (rendezvous hashing, Thaler and
 * Ravishankar 1998). Every topic has exactly one owner, and one more task takes over only its own share.
 *
 * @param cluster alias of the source cluster
 * @param task number of this task, from 0
 * @param tasks how many there are
 */
public record TopicOwnership(String cluster, int task, int tasks) {
    public TopicOwnership {
        if (task < 0 || task >= tasks) {
            throw new IllegalArgumentException("task " + task + " of " + tasks);
        }
    }

    /** Whether this task owns the topic. */
    public boolean owns(String topic) {
        long own = hash(topic, task);
        for (int other = 0; other < tasks; other++) {
            long theirs = hash(topic, other);
            if (theirs > own || (theirs == own && other < task)) {
                return false;
            }
        }
        return true;
    }

    private long hash(String topic, int candidate) {
        // FNV-1a over the bytes, then the finaliser of SplitMix64, which spreads the last differences over all bits
        long hash = 0xcbf29ce484222325L;
        for (byte b : (cluster + "\0" + topic).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash += candidate * 0x9e3779b97f4a7c15L;
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
