package org.lsst.efd.connect.replication.target;

import org.lsst.efd.connect.common.names.NameTemplate;
import org.lsst.efd.connect.common.names.TopicRename;

/**
 * The names of topics at the target.
 *
 * @param rename by a pattern, several to one where wanted
 * @param format over what that gives
 */
public record TargetNames(TopicRename rename, NameTemplate<String> format) {
    /** The name at the target. */
    public String of(String sourceTopic) {
        return format.expand(rename.apply(sourceTopic));
    }

    /** Whether other source topics may have the same target: those renamed by the pattern. */
    public boolean mayBeMerged(String sourceTopic) {
        return rename.pattern()
                .filter(pattern -> pattern.matcher(sourceTopic).matches())
                .isPresent();
    }
}
