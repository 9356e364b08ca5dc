package org.lsst.efd.connect.replication.target;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which settings of topics go with them.
 *
 * @param isEnabled whether any do
 * @param include names of those copied where they are set at the source
 * @param ofAll settings of every target, over what the source says
 * @param ofSome settings of some targets, over those of every target
 * @param interval how often they are compared
 */
public record ConfigRules(
        boolean isEnabled,
        Set<String> include,
        Map<String, String> ofAll,
        TargetOverrides<TopicSetting> ofSome,
        Duration interval) {
    public ConfigRules {
        include = Set.copyOf(include);
        ofAll = Map.copyOf(ofAll);
    }

    /** The settings of a target whose source has these set; merged targets take those of none of their sources. */
    Map<String, String> wanted(String target, Map<String, String> setAtSource, boolean isMerged) {
        Map<String, String> wanted = new HashMap<>();
        if (isEnabled && !isMerged) {
            wanted.putAll(setAtSource);
            wanted.keySet().retainAll(include);
        }
        wanted.putAll(ofAll);
        Map<String, String> own = new HashMap<>();
        ofSome.each(target).forEach(setting -> own.putIfAbsent(setting.name(), setting.value()));
        wanted.putAll(own);
        return wanted;
    }
}
