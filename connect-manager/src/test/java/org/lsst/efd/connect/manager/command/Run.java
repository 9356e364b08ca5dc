package org.lsst.efd.connect.manager.command;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.lsst.efd.connect.manager.output.Terminal;
import org.lsst.efd.connect.manager.rest.FakeConnect;

/**
 * One call of the command line in a test, and what it printed.
 *
 * @param exitCode of the call
 * @param out standard output
 * @param err standard error
 */
record Run(int exitCode, String out, String err) {
    static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    /** Runs a command with these variables of the environment and this standard input. */
    static Run of(Map<String, String> environment, Path home, String input, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLineRun(surroundings(environment, home, input, out, err, Terminal.pipe())).run(words);
        return new Run(exitCode, out.toString(), err.toString());
    }

    /** The surroundings of a command that is not run. */
    static Surroundings surroundings(Map<String, String> environment, Path home) {
        return surroundings(environment, home, "", new StringWriter(), new StringWriter(), Terminal.pipe());
    }

    static Surroundings surroundings(
            Map<String, String> environment,
            Path home,
            String input,
            StringWriter out,
            StringWriter err,
            Terminal terminal) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("CONNECT_MANAGER_CONFIG", home.resolve("config.yaml").toString());
        variables.put("XDG_CACHE_HOME", home.resolve("cache").toString());
        return new Surroundings(
                variables,
                home,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out),
                new PrintWriter(err),
                terminal,
                Clock.fixed(NOW, ZoneOffset.UTC),
                FakeConnect.noPause());
    }

    /** Everything that was printed. */
    String all() {
        return out + err;
    }
}
