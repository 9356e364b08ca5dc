package org.lsst.efd.connect.manager.command;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.plan.Plan;
import org.lsst.efd.connect.manager.rest.Connector;

/** What must be given before anything is pruned. */
final class PruneRules {
    private PruneRules() {}

    /** The group to prune, if any. */
    static Optional<String> group(boolean prune, @Nullable String group) {
        if (prune && group == null) {
            throw CommandFailure.usage("--prune needs --group: only connectors of a group are ever deleted");
        }
        return prune ? Optional.ofNullable(group) : Optional.empty();
    }

    /**
     * Asks before connectors are deleted.
     *
     * @throws CommandFailure where it is more than half of the group and {@code force} is not given
     */
    static void confirm(Session session, Plan plan, String group, boolean yes, boolean force) {
        int deletions = plan.deletions().size();
        if (deletions == 0) {
            return;
        }
        Map<String, Connector> all = session.cluster().connectors();
        long members = all.values().stream()
                .filter(connector -> group.equals(connector.config().get(DesiredConnector.GROUP_LABEL)))
                .count();
        if (deletions * 2L > members && !force) {
            throw CommandFailure.usage("This deletes " + deletions + " of the " + members + " connectors of group "
                    + group + ": more than half. Give --force if that is meant");
        }
        String names = String.join(
                ", ",
                plan.deletions().stream().map(deletion -> deletion.connector()).toList());
        new Confirmation(session).require("Delete " + names + "?", yes);
    }
}
