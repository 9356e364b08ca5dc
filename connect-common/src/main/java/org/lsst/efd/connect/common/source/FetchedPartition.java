package org.lsst.efd.connect.common.source;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.retry.Attempts;
import org.lsst.efd.connect.common.retry.RetryPolicy;
import org.lsst.efd.connect.common.source.PartitionState.Waiting;

/** What the reader's thread knows of one owned partition. Not thread-safe. */
final class FetchedPartition {
    private final Attempts attempts;
    private OwnedPartition owned;
    private boolean isRecreated;
    private boolean isPlaced;
    private boolean isAnnounced;
    private long nextOffset;
    /** Wall clock of the first failure since something was read; -1 for none. */
    private long failingSinceMs = -1;

    private Waiting.@Nullable Kind lastFailure;
    private PartitionState state = new PartitionState.Running();

    FetchedPartition(OwnedPartition owned, RetryPolicy retry, RandomGenerator random) {
        this.owned = owned;
        this.isRecreated = owned.isRecreated();
        this.attempts = retry.newAttempts(random);
    }

    TopicPartition partition() {
        return owned.partition();
    }

    OwnedPartition owned() {
        return owned;
    }

    /** Whether its topic was made again, so that what was read before does not count. */
    boolean isRecreated() {
        return isRecreated;
    }

    /** The topic was made again while it was read. */
    void recreate(OwnedPartition anew) {
        owned = new OwnedPartition(anew.partition(), anew.topicId(), Optional.empty());
        isRecreated = true;
        isPlaced = false;
        isAnnounced = false;
        noLongerFails();
        state = new PartitionState.Running();
    }

    /** Read again from a position, not before {@code dueMs}; one in a topic that was there before this one counts for nothing. */
    void readAgainFrom(StoredPosition position, String reason, long nowMs, long dueMs) {
        owned = new OwnedPartition(owned.partition(), owned.topicId(), Optional.of(position));
        isRecreated |= owned.isRecreated();
        isPlaced = false;
        state = new Waiting(Waiting.Kind.READ_AGAIN, reason, sinceMs(nowMs), dueMs);
    }

    /** An offset in the topic as it is now. */
    StoredPosition positionAt(long offset) {
        return new StoredPosition(offset, Optional.empty(), Optional.of(owned.topicId()));
    }

    /** It cannot be read for now. */
    void failedFor(Waiting.Kind kind, String reason, long nowMs) {
        attempts.failed(nowMs);
        lastFailure = kind;
        isPlaced = false;
        state = new Waiting(kind, reason, sinceMs(nowMs), nowMs + attempts.waitMs(nowMs));
    }

    /** Something else is in the way, which says nothing of the partition; it is not to be tried before {@code dueMs}. */
    void postpone(Waiting.Kind kind, String reason, long nowMs, long dueMs) {
        state = new Waiting(kind, reason, sinceMs(nowMs), dueMs);
    }

    /** Who left questions about it without an answer, with all others, answers again: it is to be tried with others, at once. */
    void isAnsweredAgain() {
        if (lastFailure == Waiting.Kind.NO_ANSWER) {
            attempts.succeeded();
        }
        if (state instanceof Waiting waiting && waiting.kind() == Waiting.Kind.NO_ANSWER) {
            state = new Waiting(waiting.kind(), waiting.reason(), waiting.sinceMs(), Long.MIN_VALUE);
        }
    }

    private long sinceMs(long nowMs) {
        if (failingSinceMs < 0) {
            failingSinceMs = nowMs;
        }
        return failingSinceMs;
    }

    /** It is not read any more. */
    void fail(String reason) {
        isPlaced = false;
        state = new PartitionState.Failed(reason);
    }

    /** The consumer stands where reading goes on; whether that succeeds is not known yet. */
    void placed(long offset) {
        nextOffset = offset;
        isPlaced = true;
        isAnnounced = true;
        isRecreated = false;
        state = new PartitionState.Running();
    }

    /** Records came, those before this offset. */
    void hasRead(long offset) {
        nextOffset = offset;
        noLongerFails();
    }

    /** The record at this offset is passed over. */
    void isBehind(long offset) {
        nextOffset = offset + 1;
    }

    /** The offset after what was read or passed over last, or where it was placed since. */
    long nextOffset() {
        return nextOffset;
    }

    private void noLongerFails() {
        attempts.succeeded();
        failingSinceMs = -1;
    }

    boolean isPlaced() {
        return isPlaced;
    }

    /** Whether it should be placed now. */
    boolean wantsPlace(long nowMs) {
        return !isPlaced && !(state instanceof PartitionState.Failed) && nowMs >= nextTryMs();
    }

    /** From when on it should be tried; long ago where it does not wait. */
    long nextTryMs() {
        return state instanceof Waiting waiting ? waiting.nextTryMs() : Long.MIN_VALUE;
    }

    /** Whether it failed and nothing was read since, so that it should not be tried together with others. */
    boolean hasFailedBefore() {
        return attempts.failures() > 0;
    }

    /** Whether it was told already where reading starts. */
    boolean isAnnounced() {
        return isAnnounced;
    }

    PartitionState state() {
        return state;
    }
}
