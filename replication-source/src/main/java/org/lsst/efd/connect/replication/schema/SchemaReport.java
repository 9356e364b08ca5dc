package org.lsst.efd.connect.replication.schema;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.lsst.efd.registry.SubjectVersion;

/** What became of schemas. Thread-safe. */
public final class SchemaReport {
    private final Set<String> subjects = ConcurrentHashMap.newKeySet();
    private final AtomicLong versions = new AtomicLong();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong conflicts = new AtomicLong();
    private final AtomicLong questions = new AtomicLong();
    private final AtomicReference<String> told = new AtomicReference<>(toString());

    void asked() {
        questions.incrementAndGet();
    }

    void mapped() {
        ids.incrementAndGet();
    }

    void registered(SubjectVersion version) {
        subjects.add(version.subject());
        versions.incrementAndGet();
    }

    void conflict() {
        conflicts.incrementAndGet();
    }

    /** Subjects of which versions were registered at the target. */
    public long subjects() {
        return subjects.size();
    }

    /** Versions registered at the target. */
    public long versions() {
        return versions.get();
    }

    /** Ids of the source of which the target's is known, for each topic that uses them. */
    public long ids() {
        return ids.get();
    }

    /** Times that the target refused a version, or held something else. */
    public long conflicts() {
        return conflicts.get();
    }

    /** Times that the registries were asked for an id. */
    public long questions() {
        return questions.get();
    }

    /** What is to be told, if any of it has changed since this was asked last. */
    Optional<String> news() {
        String now = toString();
        return now.equals(told.getAndSet(now)) ? Optional.empty() : Optional.of(now);
    }

    @Override
    public String toString() {
        return subjects() + " subjects, " + versions() + " versions registered, " + ids() + " ids known, " + conflicts()
                + " conflicts";
    }
}
