package org.lsst.efd.connect.manager.rest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.secrets.SecretKeys;

/** The plugins of a cluster and what they declare, each asked for once. Not thread-safe. */
public final class PluginCatalog {
    private final ConnectCluster cluster;
    private final Map<String, List<PluginSetting>> settings = new HashMap<>();
    private Optional<List<Plugin>> connectors = Optional.empty();

    public PluginCatalog(ConnectCluster cluster) {
        this.cluster = cluster;
    }

    /** The connectors that can be deployed. */
    public List<Plugin> connectors() {
        if (connectors.isEmpty()) {
            connectors = Optional.of(cluster.plugins(false));
        }
        return connectors.get();
    }

    /** The settings a class declares; empty where it is not installed, or the worker is too old to tell. */
    public Optional<List<PluginSetting>> settings(String className) {
        List<PluginSetting> known = settings.get(className);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<List<PluginSetting>> read = read(className);
        read.ifPresent(list -> settings.put(className, list)); // what is not installed may be later
        return read;
    }

    private Optional<List<PluginSetting>> read(String className) {
        if (className.isEmpty()) {
            return Optional.empty();
        }
        try {
            return cluster.pluginSettings(className);
        } catch (WorkerRefusal refusal) {
            if (refusal.isUnknownOperation() || refusal.status() >= 500 || refusal.isBadRequest()) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    /** Which keys of a connector of this class hold secrets. */
    public SecretKeys secretKeys(String className) {
        return settings(className)
                .map(list -> SecretKeys.declared(list.stream()
                        .filter(PluginSetting::isSecret)
                        .map(PluginSetting::key)
                        .toList()))
                .orElseGet(SecretKeys::byName);
    }

    /**
     * Makes sure that a class is installed.
     *
     * @throws CommandFailure that names what is installed where it is not
     */
    public void requireInstalled(String className, String connector) {
        if (connectors().stream().noneMatch(plugin -> plugin.isMeantBy(className))) {
            throw new CommandFailure(
                    ExitCode.REJECTED,
                    connector + ": the workers have no connector class " + className + "; they have "
                            + connectors().stream()
                                    .map(Plugin::className)
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        }
    }
}
