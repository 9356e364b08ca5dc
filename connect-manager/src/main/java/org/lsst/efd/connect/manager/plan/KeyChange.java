package org.lsst.efd.connect.manager.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One key that differs.
 *
 * @param key that differs
 * @param before its value in the cluster, empty where it is added
 * @param after its value in the file, empty where it is removed
 */
public record KeyChange(String key, Optional<String> before, Optional<String> after) {

    /** What differs between two configurations, by key; their order and the key {@code name} do not matter. */
    public static List<KeyChange> between(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.remove("name");
        List<KeyChange> changes = new ArrayList<>();
        for (String key : keys) {
            Optional<String> old = Optional.ofNullable(before.get(key));
            Optional<String> wanted = Optional.ofNullable(after.get(key));
            if (!old.equals(wanted)) {
                changes.add(new KeyChange(key, old, wanted));
            }
        }
        return changes;
    }
}
