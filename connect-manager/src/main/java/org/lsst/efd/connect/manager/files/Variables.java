package org.lsst.efd.connect.manager.files;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lsst.efd.connect.manager.outcome.CommandFailure;

/**
 * Replaces {@code {{name}}}, {@code {{name:default}}} and {@code {{env.NAME}}} in the texts of a file. {@code ${…}} is
 * left alone: it belongs to Connect. What a variable stands for is not looked at again. Immutable.
 */
public final class Variables {
    private static final Pattern REFERENCE =
            Pattern.compile("\\{\\{\\s*([A-Za-z0-9_.\\-]+?)\\s*(?::(.*?))?\\}\\}", Pattern.DOTALL);
    private static final String ENVIRONMENT = "env.";

    private final Map<String, String> values;
    private final Map<String, String> environment;

    /** Variables by name, and the environment for names that begin with {@code env.}. */
    public Variables(Map<String, String> values, Map<String, String> environment) {
        this.values = Map.copyOf(values);
        this.environment = Map.copyOf(environment);
    }

    /** These variables with others on top. */
    public Variables with(Map<String, String> others) {
        Map<String, String> all = new HashMap<>(values);
        all.putAll(others);
        return new Variables(all, environment);
    }

    /**
     * The text with every reference replaced.
     *
     * @param place file and line, for the message
     * @throws CommandFailure where a variable without a default is not defined
     */
    String replaceIn(String text, String place) {
        if (!text.contains("{{")) {
            return text;
        }
        return REFERENCE
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1))
                        .or(() -> Optional.ofNullable(match.group(2)))
                        .orElseThrow(() -> CommandFailure.usage(place + ": the variable " + match.group(1)
                                + " is not defined; give it by --var " + match.group(1)
                                + "=…, --vars FILE or a default: {{" + match.group(1) + ":default}}"))));
    }

    private Optional<String> value(String name) {
        return name.startsWith(ENVIRONMENT)
                ? Optional.ofNullable(environment.get(name.substring(ENVIRONMENT.length())))
                : Optional.ofNullable(values.get(name));
    }
}
