package org.lsst.efd.integration.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lsst.efd.connect.manager.command.CommandLineRun;
import org.lsst.efd.connect.manager.command.Surroundings;
import org.lsst.efd.connect.manager.output.Terminal;
import org.lsst.efd.connect.manager.rest.Pause;

/**
 * Runs command lines in this process, with an environment and a home of their own. No call may print the secret that
 * the tests plant wherever a secret can stand.
 */
final class CommandLines {
    /** Planted as password, token and login; printed nowhere. */
    static final String SECRET = "Marker7secret";

    private final Map<String, String> environment;
    private final Path home;

    CommandLines(Path home, Map<String, String> environment) {
        this.home = home;
        this.environment = new TreeMap<>(environment);
        this.environment.put(
                "CONNECT_MANAGER_CONFIG", home.resolve("config.yaml").toString());
        this.environment.put("XDG_CACHE_HOME", home.resolve("cache").toString());
    }

    /** The same, with one variable more. */
    CommandLines with(String variable, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(variable, value);
        return new CommandLines(home, more);
    }

    Path home() {
        return home;
    }

    /** Runs a command. */
    Call run(String... words) {
        return runWith("", List.of(words));
    }

    /** Runs a command with this standard input. */
    Call runWith(String input, List<String> words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Surroundings surroundings = new Surroundings(
                environment,
                home,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out),
                new PrintWriter(err),
                Terminal.pipe(),
                Clock.systemUTC(),
                Pause.real());
        int exitCode = new CommandLineRun(surroundings).run(words.toArray(String[]::new));
        Call call = new Call(exitCode, out.toString(), err.toString());
        assertThat(call.all()).as(String.join(" ", words)).doesNotContain(SECRET);
        return call;
    }

    /** Runs a command with {@code --debug} only to see that its requests and stack traces keep the secret too. */
    void debug(String input, List<String> words) {
        List<String> debugging = new ArrayList<>(words);
        debugging.add("--debug");
        assertThat(runWith(input, debugging).err()).contains("debug: ");
    }
}
