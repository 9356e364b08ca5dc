package org.lsst.efd.connect.common.source;

import java.nio.charset.StandardCharsets;

/**
 * Which of the tasks of a connector owns what, by rendezvous hashing: the task whose hash is greatest. Every task finds
 * the same owner by itself, and one task more moves only its own share.
 *
 * @param cluster name of the source cluster
 * @param taskIndex this task, from 0
 * @param taskCount number of tasks
 */
public record Ownership(String cluster, int taskIndex, int taskCount) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int WHOLE_TOPIC = -1;

    public Ownership {
        if (taskCount < 1 || taskIndex < 0 || taskIndex >= taskCount) {
            throw new IllegalArgumentException("task " + taskIndex + " of " + taskCount + " cannot be");
        }
    }

    /** Whether this task owns a partition, where partitions of a topic may have different owners. */
    public boolean ownsPartition(String topic, int partition) {
        return ownerOf(topic, partition) == taskIndex;
    }

    /** Whether this task owns a topic with all its partitions. */
    public boolean ownsTopic(String topic) {
        return ownerOf(topic, WHOLE_TOPIC) == taskIndex;
    }

    private int ownerOf(String topic, int partition) {
        long key = add(add(add(FNV_OFFSET, cluster), topic), partition);
        int owner = 0;
        long greatest = Long.MIN_VALUE;
        for (int task = 0; task < taskCount; task++) {
            long hash = mix(add(key, task));
            if (hash > greatest) {
                greatest = hash;
                owner = task;
            }
        }
        return owner;
    }

    /** FNV-1a; the end of a text is told by a byte that UTF-8 does not have. */
    private static long add(long hash, String text) {
        long result = hash;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            result = (result ^ (b & 0xff)) * FNV_PRIME;
        }
        return (result ^ 0xff) * FNV_PRIME;
    }

    private static long add(long hash, int number) {
        long result = hash;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            result = (result ^ ((number >>> shift) & 0xff)) * FNV_PRIME;
        }
        return result;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014): neighbouring inputs get unrelated outputs. */
    private static long mix(long hash) {
        long z = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
