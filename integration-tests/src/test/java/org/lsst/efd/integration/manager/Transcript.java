package org.lsst.efd.integration.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a series of calls printed, compared with a file below {@code src/test/resources/manager}. What differs from run
 * to run is replaced by words of the same length: ports, the id of the cluster, times, the frames of stack traces.
 *
 * <p>With the system property {@code efd.golden.update=true} the file is written instead.
 */
final class Transcript {
    private static final Path FILES =
            Path.of(System.getProperty("efd.project.directory", ".."), "integration-tests/src/test/resources/manager");
    private static final Map<Pattern, String> VARYING = varying();

    private final CommandLines lines;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    Transcript(CommandLines lines, String kafkaClusterId) {
        this.lines = lines;
        names.put(kafkaClusterId, "KAFKA-CLUSTER-ID".concat("-".repeat(kafkaClusterId.length() - 16)));
        names.put(lines.home().toString(), "HOME");
    }

    private static Map<Pattern, String> varying() {
        Map<Pattern, String> varying = new LinkedHashMap<>();
        varying.put(Pattern.compile("127\\.0\\.0\\.1:\\d{5}"), "127.0.0.1:00000");
        varying.put(Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"), "TIME");
        varying.put(Pattern.compile("\\b\\d{19}\\b"), "0000000000000000000");
        varying.put(Pattern.compile("(?<=127\\.0\\.0\\.1:9 does not tell )[^;]*"), "WHY");
        varying.put(Pattern.compile("(\\\\n\\\\tat |\\\\n\\\\t\\.\\.\\. )[^\\\\\"]*"), "");
        varying.put(Pattern.compile("(?m)^\\s+(at .*\\(.*\\)|\\.\\.\\. \\d+ more)\\n"), "");
        return varying;
    }

    /** Runs the command and notes what it printed. */
    Call run(String... words) {
        return run("", List.of(words));
    }

    /** Runs the command three times: as table, JSON and YAML. */
    void inEachForm(String... words) {
        inEachFormWith("", words);
    }

    /** Runs the command three times with this standard input. */
    void inEachFormWith(String input, String... words) {
        for (String form : List.of("table", "json", "yaml")) {
            List<String> all = new ArrayList<>(List.of(words));
            if (!form.equals("table")) {
                all.addAll(List.of("-o", form));
            }
            run(input, all);
        }
    }

    /** Runs the command with this standard input and notes what it printed. */
    Call run(String input, List<String> words) {
        Call call = lines.runWith(input, words);
        text.append("$ connect-manager ").append(String.join(" ", words)).append('\n');
        text.append(call.out());
        call.err().lines().forEach(line -> text.append("! ").append(line).append('\n'));
        text.append("[exit ").append(call.exitCode()).append("]\n\n");
        return call;
    }

    /** Compares everything noted so far with the file of this name. */
    void assertIsAsIn(String file) {
        String normal = text.toString();
        for (Map.Entry<String, String> name : names.entrySet()) {
            normal = normal.replace(name.getKey(), name.getValue());
        }
        for (Map.Entry<Pattern, String> one : VARYING.entrySet()) {
            normal = one.getKey().matcher(normal).replaceAll(one.getValue());
        }
        try {
            Path golden = FILES.resolve(file);
            if (Boolean.getBoolean("efd.golden.update")) {
                Files.createDirectories(FILES);
                Files.writeString(golden, normal);
            }
            assertThat(normal)
                    .as("what the commands printed, beside %s", golden)
                    .isEqualTo(Files.readString(golden));
        } catch (IOException e) {
            throw new AssertionError("the golden file " + file + " cannot be read", e);
        }
    }
}
