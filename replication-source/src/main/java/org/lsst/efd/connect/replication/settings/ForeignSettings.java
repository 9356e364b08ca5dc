package org.lsst.efd.connect.replication.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;

/** What {@code validate} says about settings that are Connect's own, which it cannot declare. */
public final class ForeignSettings {
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final String TOLERANCE = "errors.tolerance";

    private ForeignSettings() {}

    /** One value with errors for each that must be different; keys and values that are decoded may have any converter. */
    public static List<ConfigValue> mistakes(
            Map<String, String> configuration, boolean decodesKeys, boolean decodesValues) {
        List<ConfigValue> mistakes = new ArrayList<>();
        if (!decodesKeys) {
            requireBytes("key.converter", configuration, mistakes);
        }
        if (!decodesValues) {
            requireBytes("value.converter", configuration, mistakes);
        }
        requireBytes("header.converter", configuration, mistakes);
        if (configuration.getOrDefault(TOLERANCE, "none").equalsIgnoreCase("all")) {
            mistakes.add(new ConfigValue(
                    TOLERANCE,
                    "all",
                    List.of(),
                    new ArrayList<>(List.of("must be none: with all, Connect drops records that it cannot send"))));
        }
        return mistakes;
    }

    private static void requireBytes(String key, Map<String, String> configuration, List<ConfigValue> mistakes) {
        String given = configuration.getOrDefault(key, "");
        if (!given.equals(BYTES)) {
            // for Connect the value of this key is a class: it cannot show a name in its place
            mistakes.add(new ConfigValue(
                    key,
                    null,
                    List.of(),
                    new ArrayList<>(List.of("must be set to " + BYTES
                            + " on the connector, so that bytes pass as they are; the worker's own converters count "
                            + "otherwise"))));
        }
    }
}
