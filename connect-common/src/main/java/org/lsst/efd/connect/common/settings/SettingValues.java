package org.lsst.efd.connect.common.settings;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of one configuration, read and checked. Immutable; {@code toString} shows no value. */
public final class SettingValues {
    private final Map<String, @Nullable Object> values;
    private final Map<String, String> configuration;
    private final String prefix;

    SettingValues(Map<String, @Nullable Object> values, Map<String, String> configuration, String prefix) {
        this.values = values;
        this.configuration = configuration;
        this.prefix = prefix;
    }

    /**
     * The value of a setting that is required or has a default.
     *
     * @throws IllegalArgumentException if the setting is not one of these or has no value: a mistake in the code
     */
    public <T> T get(Setting<T> setting) {
        return optional(setting)
                .orElseThrow(() -> new IllegalArgumentException(prefix + setting.key() + " has no value"));
    }

    /** The value of a setting that may be absent. */
    @SuppressWarnings("unchecked") // what is stored under a key was read by the setting of that key
    public <T> Optional<T> optional(Setting<T> setting) {
        return Optional.ofNullable((T) values.get(prefix + setting.key()));
    }

    /** Whether the configuration names the key of this setting. */
    public boolean isSet(Setting<?> setting) {
        return configuration.containsKey(prefix + setting.key());
    }

    /** A view for settings that were declared with {@link Setting#withPrefix}: reads them by their plain form. */
    public SettingValues withPrefix(String morePrefix) {
        return new SettingValues(values, configuration, prefix + morePrefix);
    }

    /** All keys of the configuration that start with a prefix, as written, the prefix removed: pass-through settings. */
    public Map<String, String> startingWith(String keyPrefix) {
        Map<String, String> found = new java.util.LinkedHashMap<>();
        configuration.forEach((key, value) -> {
            if (key.startsWith(prefix + keyPrefix)) {
                found.put(key.substring((prefix + keyPrefix).length()), value);
            }
        });
        return found;
    }

    @Override
    public String toString() {
        return "SettingValues" + values.keySet();
    }
}
