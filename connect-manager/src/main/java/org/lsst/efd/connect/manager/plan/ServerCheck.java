package org.lsst.efd.connect.manager.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.rest.ConnectCluster;
import org.lsst.efd.connect.manager.rest.PluginCatalog;
import org.lsst.efd.connect.manager.rest.PluginSetting;
import org.lsst.efd.connect.manager.rest.Validation;
import org.lsst.efd.connect.manager.rest.WorkerRefusal;

/** Asks the server about configurations before anything is changed, and looks for keys that nothing explains. */
public final class ServerCheck {
    private static final String AUTO_CREATE = "consumer.override.allow.auto.create.topics";

    private final ConnectCluster cluster;
    private final PluginCatalog plugins;

    public ServerCheck(ConnectCluster cluster, PluginCatalog plugins) {
        this.cluster = cluster;
        this.plugins = plugins;
    }

    /**
     * What was found about one connector.
     *
     * @param connector its name
     * @param place file and line
     * @param mistakes what the server refuses; with {@code strict} also unknown keys
     * @param warnings what it would accept although it is probably not meant
     */
    public record Finding(String connector, String place, List<Validation.Mistake> mistakes, List<String> warnings) {
        public Finding {
            mistakes = List.copyOf(mistakes);
            warnings = List.copyOf(warnings);
        }
    }

    /** Checks one connector; a class that is not installed is a mistake on its key. */
    public Finding check(DesiredConnector connector, boolean strict) {
        List<Validation.Mistake> mistakes = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        try {
            plugins.requireInstalled(connector.connectorClass(), connector.name());
            Validation validation = cluster.validate(connector.connectorClass(), connector.sentConfig());
            mistakes.addAll(validation.mistakes());
            unknownKeys(
                    connector,
                    validation,
                    strict ? mistakes : new ArrayList<>(),
                    strict ? new ArrayList<>() : warnings);
            warnings.addAll(advice(connector));
        } catch (WorkerRefusal refusal) {
            if (refusal.isAuthenticationRefused()) {
                throw refusal;
            }
            mistakes.add(new Validation.Mistake("connector.class", message(refusal)));
        } catch (CommandFailure failure) {
            if (failure.exitCode() != ExitCode.REJECTED) {
                throw failure;
            }
            mistakes.add(new Validation.Mistake("connector.class", message(failure)));
        }
        return new Finding(connector.name(), connector.place(), mistakes, warnings);
    }

    private static String message(RuntimeException failure) {
        return String.valueOf(failure.getMessage());
    }

    private static void unknownKeys(
            DesiredConnector connector,
            Validation validation,
            List<Validation.Mistake> mistakes,
            List<String> warnings) {
        List<String> declared =
                validation.settings().stream().map(PluginSetting::key).toList();
        for (KnownKeys.UnknownKey unknown :
                new KnownKeys(declared).unknownIn(connector.config().keySet())) {
            mistakes.add(new Validation.Mistake(unknown.key(), unknown.message()));
            warnings.add(unknown.message());
        }
    }

    /** What makes a sink find new topics late, or not at all. */
    private List<String> advice(DesiredConnector connector) {
        boolean isSink = plugins.connectors().stream()
                .anyMatch(plugin -> plugin.isMeantBy(connector.connectorClass())
                        && plugin.type().equals("sink"));
        if (!isSink) {
            return List.of();
        }
        Map<String, String> config = new TreeMap<>(connector.config());
        List<String> advice = new ArrayList<>();
        if (connector.topics().isPresent()) {
            if (!config.containsKey(AUTO_CREATE)) {
                advice.add("its consumer asks for each topic by name and so makes a deleted one again; " + AUTO_CREATE
                        + ": false prevents that");
            }
            return advice;
        }
        if (config.getOrDefault("topics", "").contains(",") && !config.containsKey("topics.regex")) {
            advice.add("topics is a list: with topics.regex new topics flow without a change");
        }
        if (config.containsKey("topics.regex") && !config.containsKey("consumer.override.metadata.max.age.ms")) {
            advice.add("a new topic is found only after 5 minutes; consumer.override.metadata.max.age.ms: 15000"
                    + " makes it 15 seconds");
        }
        return advice;
    }
}
