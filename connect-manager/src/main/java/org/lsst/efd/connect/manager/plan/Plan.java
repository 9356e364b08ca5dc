package org.lsst.efd.connect.manager.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.files.DesiredState;
import org.lsst.efd.connect.manager.rest.Connector;

/**
 * What has to be done so that the cluster holds what the files say: a value, computed before anything is sent.
 *
 * <ol>
 *   <li>The order is updates, creations, state changes, deletions; each by the name of the connector.
 *   <li>Only connectors that carry the label of the group are ever deleted, and only where a group is given.
 *   <li>Carrying out a plan and computing it again gives a plan that only keeps.
 * </ol>
 *
 * @param changes the steps
 */
public record Plan(List<Change> changes) {
    public Plan {
        changes = List.copyOf(changes);
    }

    /**
     * The plan that leads from what is to what is wanted.
     *
     * @param desired the connectors of the files; no two of one name
     * @param actual all connectors of the cluster by name
     * @param prunedGroup the group whose other members are deleted, if any
     */
    public static Plan between(
            List<DesiredConnector> desired, Map<String, Connector> actual, Optional<String> prunedGroup) {
        Map<String, DesiredConnector> byName = new TreeMap<>();
        desired.forEach(connector -> byName.put(connector.name(), connector));
        List<Change> updates = new ArrayList<>();
        List<Change> creations = new ArrayList<>();
        List<Change> switches = new ArrayList<>();
        List<Change> kept = new ArrayList<>();
        for (DesiredConnector wanted : byName.values()) {
            Connector present = actual.get(wanted.name());
            if (present == null) {
                creations.add(new Change.Create(wanted));
            } else {
                compare(wanted, present, updates, switches, kept);
            }
        }
        List<Change> all = new ArrayList<>(updates);
        all.addAll(creations);
        all.addAll(switches);
        prunedGroup.ifPresent(group -> all.addAll(deletions(byName, actual, group)));
        all.addAll(kept);
        return new Plan(all);
    }

    private static void compare(
            DesiredConnector wanted,
            Connector present,
            List<Change> updates,
            List<Change> switches,
            List<Change> kept) {
        DesiredConnector labelled = keepingLabel(wanted, present);
        List<KeyChange> keys = KeyChange.between(present.config(), labelled.config());
        DesiredState now = DesiredState.behind(present.status().state());
        if (!keys.isEmpty()) {
            updates.add(new Change.Update(labelled, present, keys));
        }
        if (now != wanted.state()) {
            switches.add(new Change.Switch(wanted.name(), now, wanted.state()));
        }
        if (keys.isEmpty() && now == wanted.state()) {
            kept.add(new Change.Keep(wanted.name()));
        }
    }

    /** The label is written by the command, not by the file: its absence in a file is no wish to remove it. */
    private static DesiredConnector keepingLabel(DesiredConnector wanted, Connector present) {
        String label = present.config().get(DesiredConnector.GROUP_LABEL);
        return label == null || wanted.config().containsKey(DesiredConnector.GROUP_LABEL)
                ? wanted
                : wanted.inGroup(label);
    }

    private static List<Change> deletions(
            Map<String, DesiredConnector> desired, Map<String, Connector> actual, String group) {
        List<Change> deletions = new ArrayList<>();
        new TreeMap<>(actual).forEach((name, connector) -> {
            if (!desired.containsKey(name) && group.equals(connector.config().get(DesiredConnector.GROUP_LABEL))) {
                deletions.add(new Change.Delete(connector));
            }
        });
        return deletions;
    }

    /** Whether nothing has to be sent. */
    public boolean isEmpty() {
        return changes.stream().noneMatch(Change::isWork);
    }

    /** The steps that send something. */
    public List<Change> work() {
        return changes.stream().filter(Change::isWork).toList();
    }

    /** The connectors that will be created or updated, as they will be sent. */
    public List<DesiredConnector> configured() {
        List<DesiredConnector> configured = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof Change.Create create) {
                configured.add(create.desired());
            } else if (change instanceof Change.Update update) {
                configured.add(update.desired());
            }
        }
        return configured;
    }

    /** The steps that delete. */
    public List<Change.Delete> deletions() {
        return changes.stream()
                .filter(Change.Delete.class::isInstance)
                .map(Change.Delete.class::cast)
                .toList();
    }
}
