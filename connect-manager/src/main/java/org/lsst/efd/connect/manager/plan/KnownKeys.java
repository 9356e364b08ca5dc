package org.lsst.efd.connect.manager.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells which keys of a configuration nothing explains. Connect accepts a misspelt key in silence.
 *
 * <p>A key is explained by the definition of the plugin, by the framework, or by a prefix that hands keys on to
 * transforms, converters, clients and the like.
 */
public final class KnownKeys {
    private static final Set<String> FRAMEWORK = Set.of(
            "name",
            "connector.class",
            "connector.plugin.version",
            "tasks.max",
            "tasks.max.enforce",
            "key.converter",
            "value.converter",
            "header.converter",
            "transforms",
            "predicates",
            "config.action.reload",
            "topics",
            "topics.regex",
            "offsets.storage.topic",
            "exactly.once.support",
            "transaction.boundary",
            "transaction.boundary.interval.ms");
    private static final Pattern HANDED_ON = Pattern.compile("transforms\\..*|predicates\\..*|.*\\.override\\..*"
            + "|.*converter\\..*|topic\\.creation\\..*|errors\\..*|connect\\.manager\\..*|hadoop\\..*"
            + "|overrides\\..*|(source|target)\\.(consumer|admin|producer|security|sasl|ssl)\\..*");
    private static final int FARTHEST = 4;

    private final Set<String> declared;

    /** The keys that a plugin declares. */
    public KnownKeys(Collection<String> declared) {
        this.declared = new HashSet<>(declared);
    }

    /**
     * A key that nothing explains.
     *
     * @param nearest the most similar known key, where one is similar enough
     */
    public record UnknownKey(String key, Optional<String> nearest) {
        /** What to say about it. */
        public String message() {
            return "the key " + key + " is not known to the connector"
                    + nearest.map(known -> "; did you mean " + known + "?").orElse("");
        }
    }

    /** The keys that nothing explains, in the order given. */
    public List<UnknownKey> unknownIn(Collection<String> keys) {
        List<UnknownKey> unknown = new ArrayList<>();
        for (String key : keys) {
            if (!declared.contains(key)
                    && !FRAMEWORK.contains(key)
                    && !HANDED_ON.matcher(key).matches()) {
                unknown.add(new UnknownKey(key, nearest(key)));
            }
        }
        return unknown;
    }

    private Optional<String> nearest(String key) {
        Set<String> all = new HashSet<>(declared);
        all.addAll(FRAMEWORK);
        int best = FARTHEST;
        Optional<String> nearest = Optional.empty();
        for (String known : all.stream().sorted().toList()) {
            int distance = distance(key, known);
            if (distance < best) {
                best = distance;
                nearest = Optional.of(known);
            }
        }
        return nearest;
    }

    /** The number of characters to insert, delete or replace (Levenshtein). */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) >= FARTHEST) {
            return FARTHEST;
        }
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
