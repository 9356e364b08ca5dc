package org.lsst.efd.connect.manager.command;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.lsst.efd.connect.manager.output.Terminal;
import org.lsst.efd.connect.manager.rest.Pause;

/**
 * What a command finds around it, so that tests can put something else there.
 *
 * @param environment variables
 * @param home the user's directory
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param terminal what is known about standard output
 * @param clock of the world
 * @param pause between two tries
 */
public record Surroundings(
        Map<String, String> environment,
        Path home,
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        Terminal terminal,
        Clock clock,
        Pause pause) {
    private static final String COLUMNS = "connect.manager.columns";
    private static final String ROWS = "connect.manager.rows";

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process. The start script says by system properties how large the terminal is, if it is one. */
    public static Surroundings ofProcess() {
        Charset charset = Charset.defaultCharset();
        Map<String, String> environment = System.getenv();
        int columns = Integer.getInteger(COLUMNS, 0);
        boolean isInteractive = columns > 0;
        boolean hasColours = isInteractive
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
        return new Surroundings(
                environment,
                Path.of(System.getProperty("user.home", ".")),
                System.in,
                new PrintWriter(System.out, false, charset),
                new PrintWriter(System.err, true, charset),
                isInteractive ? new Terminal(true, columns, Integer.getInteger(ROWS, 24), hasColours) : Terminal.pipe(),
                Clock.systemUTC(),
                Pause.real());
    }

    /** The file of the user's contexts. */
    Path contextsFile() {
        String named = environment.getOrDefault("CONNECT_MANAGER_CONFIG", "");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path base = xdg.isEmpty() ? home.resolve(".config") : Path.of(xdg);
        return base.resolve("connect-manager").resolve("config.yaml");
    }

    /** The directory for what may be forgotten. */
    Path cacheDirectory() {
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = xdg.isEmpty() ? home.resolve(".cache") : Path.of(xdg);
        return base.resolve("connect-manager");
    }
}
