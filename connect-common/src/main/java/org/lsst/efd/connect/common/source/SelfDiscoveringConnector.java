package org.lsst.efd.connect.common.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.lsst.efd.connect.common.settings.PluginVersion;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.settings.Settings;

/**
 * A source whose tasks list the topics themselves: their configurations never change but for the number of the task, so
 * a new topic restarts nothing.
 */
public abstract class SelfDiscoveringConnector extends SourceConnector {
    private static final String TASK_INDEX = "task.index";
    private static final String TASK_COUNT = "task.count";
    private static final String ISOLATION = "source.consumer.isolation.level";
    private static final String READ_COMMITTED = "read_committed";

    private final Settings settings;
    private Map<String, String> configuration = Map.of();

    /** A connector with these settings. */
    protected SelfDiscoveringConnector(Settings settings) {
        this.settings = settings;
    }

    /** What a task of this configuration, which {@link #taskConfigs} made, owns. */
    public static Ownership ownership(SettingValues values, Map<String, String> ofTask) {
        return new Ownership(
                values.get(SourceSettings.CLUSTER_ALIAS),
                Integer.parseInt(ofTask.getOrDefault(TASK_INDEX, "0")),
                Integer.parseInt(ofTask.getOrDefault(TASK_COUNT, "1")));
    }

    @Override
    public String version() {
        return PluginVersion.of(getClass());
    }

    @Override
    public ConfigDef config() {
        return settings.configDef();
    }

    @Override
    public Config validate(Map<String, String> proposed) {
        return settings.validate(proposed);
    }

    @Override
    public void start(Map<String, String> given) {
        configuration = given;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> configurations = new ArrayList<>();
        for (int index = 0; index < maxTasks; index++) {
            Map<String, String> ofTask = new HashMap<>(configuration);
            ofTask.put(TASK_INDEX, Integer.toString(index));
            ofTask.put(TASK_COUNT, Integer.toString(maxTasks));
            configurations.add(ofTask);
        }
        return configurations;
    }

    @Override
    public void stop() {}

    /** Only what is read committed can be passed on exactly once. */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> proposed) {
        return READ_COMMITTED.equals(proposed.getOrDefault(ISOLATION, READ_COMMITTED))
                ? ExactlyOnceSupport.SUPPORTED
                : ExactlyOnceSupport.UNSUPPORTED;
    }
}
