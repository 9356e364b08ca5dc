package org.lsst.efd.connect.common.source;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which of the selected topics there are, by asking the source cluster every few seconds on a thread of its own.
 *
 * <p>While the cluster does not answer, what was known last stands. Thread-safe.
 */
public final class TopicDiscovery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicDiscovery.class);
    /** New partitions of known topics are looked for less often: their answer is as large as that for all topics. */
    private static final int REFRESHES_PER_DESCRIPTION = 6;

    private static final long MS_BETWEEN_WARNINGS = 60_000;

    private final TopicLister lister;
    private final TopicSelection selection;
    private final long intervalMs;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile Map<String, FoundTopic> topics = Map.of();
    private volatile @Nullable RuntimeException lastFailure;
    private volatile boolean hasAnswered;
    private volatile long answeredMs;
    private int refreshes;
    private long warnedNs;

    /**
     * Nothing known yet.
     *
     * @param lister is closed with this
     */
    public TopicDiscovery(TopicLister lister, TopicSelection selection, Duration interval, String threadName) {
        this.lister = lister;
        this.selection = selection;
        this.intervalMs = Math.max(1, interval.toMillis());
        this.thread = new Thread(this::run, threadName);
        this.thread.setDaemon(true);
    }

    /** Begins to ask. */
    public TopicDiscovery start() {
        thread.start();
        return this;
    }

    /** The selected topics by name, as last heard. */
    public Map<String, FoundTopic> topics() {
        return topics;
    }

    /** Whether the cluster has answered at least once: before, that there is no topic means nothing. */
    public boolean hasAnswered() {
        return hasAnswered;
    }

    /** Wall clock of the last answer, in milliseconds; 0 before the first. */
    public long answeredMs() {
        return answeredMs;
    }

    /** Why the last question failed; null if it did not. */
    public @Nullable RuntimeException lastFailure() {
        return lastFailure;
    }

    private void run() {
        try {
            do {
                try {
                    refresh();
                } catch (RuntimeException noAnswer) {
                    failed(noAnswer);
                } catch (Error defect) {
                    failed(new IllegalStateException(defect));
                }
            } while (!closing.await(intervalMs, TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            LOG.debug("Topic discovery ends");
        }
    }

    /** Asks once. */
    void refresh() throws InterruptedException {
        Map<String, Uuid> listed = lister.list();
        Set<String> selected = listed.keySet().stream().filter(selection::takes).collect(Collectors.toSet());
        Map<String, FoundTopic> known = new HashMap<>(topics);
        known.keySet().retainAll(selected);
        boolean describesAll = refreshes++ % REFRESHES_PER_DESCRIPTION == 0;
        List<String> unknown = selected.stream()
                .filter(name -> describesAll || !isKnown(known, name, listed))
                .toList();
        if (!unknown.isEmpty()) {
            known.keySet().removeAll(unknown);
            known.putAll(lister.describe(unknown));
        }
        announce(known);
        topics = Map.copyOf(known);
        hasAnswered = true;
        answeredMs = System.currentTimeMillis();
        lastFailure = null;
    }

    private static boolean isKnown(Map<String, FoundTopic> known, String name, Map<String, Uuid> listed) {
        FoundTopic topic = known.get(name);
        return topic != null && topic.id().equals(listed.get(name));
    }

    private void announce(Map<String, FoundTopic> found) {
        long added = found.keySet().stream()
                .filter(name -> !topics.containsKey(name))
                .count();
        long gone = topics.keySet().stream()
                .filter(name -> !found.containsKey(name))
                .count();
        if (added + gone > 0) {
            LOG.info("Source topics: {} ({} new, {} gone)", found.size(), added, gone);
        }
    }

    private void failed(RuntimeException why) {
        lastFailure = why;
        long nowNs = System.nanoTime();
        if (warnedNs == 0 || nowNs - warnedNs >= TimeUnit.MILLISECONDS.toNanos(MS_BETWEEN_WARNINGS)) {
            warnedNs = nowNs;
            LOG.warn(
                    "The topics of the source cluster are not listed; those known stand, and the question is repeated",
                    why);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        lister.close();
    }
}
