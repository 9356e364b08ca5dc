package org.lsst.efd.connect.replication.schema;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings all versions of subjects to the target, whether or not records need them. A subject that fails holds up no other,
 * and is tried again with the next copy. Not thread-safe.
 */
final class WholeSubjects {
    private static final Logger LOG = LoggerFactory.getLogger(WholeSubjects.class);

    private final SourceSchemas source;
    private final IdResolver resolver;
    private final Pattern wanted;
    private final Map<String, String> failures = new TreeMap<>();

    WholeSubjects(SourceSchemas source, IdResolver resolver, Pattern wanted) {
        this.source = source;
        this.resolver = resolver;
        this.wanted = wanted;
    }

    /** Copies what is not at the target yet of all subjects that match. */
    void copy() {
        try {
            List<String> subjects = source.subjects().stream()
                    .filter(subject -> wanted.matcher(subject).matches())
                    .toList();
            failures.keySet().retainAll(subjects);
            subjects.forEach(this::copy);
        } catch (Unresolved later) {
            if (!isStopping()) {
                LOG.warn("The subjects of the source cannot be listed; tried again: {}", later.reason());
            }
        }
    }

    private void copy(String subject) {
        if (isStopping()) {
            return;
        }
        try {
            resolver.copySubject(subject);
            if (failures.remove(subject) != null) {
                LOG.info("Subject {} is at the target now", subject);
            }
        } catch (Unresolved later) {
            failed(subject, later.reason());
        } catch (RuntimeException unexpected) {
            LOG.debug("Subject {}", subject, unexpected);
            failed(subject, unexpected.toString());
        }
    }

    private void failed(String subject, String reason) {
        if (!isStopping() && !reason.equals(failures.put(subject, reason))) {
            LOG.warn("Subject {} is not at the target; tried again: {}", subject, reason);
        }
    }

    /** Whether the task stops: whatever is asked of a registry fails then. */
    private static boolean isStopping() {
        return Thread.currentThread().isInterrupted();
    }

    /** Why subjects are not at the target, by their names. */
    Map<String, String> failures() {
        return Map.copyOf(failures);
    }
}
