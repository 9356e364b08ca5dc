package org.lsst.efd.quickstart.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.lsst.efd.quickstart.artifacts.Artifacts;
import org.lsst.efd.quickstart.process.Ports;
import org.lsst.efd.quickstart.process.StackDirectory;
import org.lsst.efd.quickstart.proxy.TcpProxy;

/**
 * What all components stand on. Thread-safe.
 *
 * @param directory where they keep everything
 * @param artifacts the programs
 * @param archives their classes
 */
record Ground(StackDirectory directory, Artifacts artifacts, ClassArchives archives) {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** The Java that runs this. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * The start of a command that runs Java quietly and leaves no files outside of the stack's directory. The system
     * property {@code efd.stack.jvm} holds options for all: tests compile quickly rather than well, which halves what a
     * start costs.
     */
    List<String> javaCommand(String maxHeap, ComponentOptions options) {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-Xmx" + maxHeap,
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + directory.resolve("tmp")));
        Stream.of(System.getProperty("efd.stack.jvm", "").split(" ", -1))
                .filter(option -> !option.isBlank())
                .forEach(command::add);
        command.addAll(options.jvmOptions());
        return command;
    }

    /** Writes a properties file: what the stack sets, and over it what the options set. */
    Path properties(String name, Map<String, String> settings, ComponentOptions options) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(options.settings());
        Stream<String> lines = all.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue());
        return directory.write(name + ".properties", lines.toList());
    }

    /** A proxy before the port, where one is asked for. */
    static Optional<TcpProxy> proxy(ComponentOptions options, int port) {
        return options.isProxied() ? Optional.of(new TcpProxy(Ports.free(), port)) : Optional.empty();
    }

    /** Whether a GET of this address answers with success. */
    static boolean answers(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(5))
                .build();
        int code = HTTP.send(request, BodyHandlers.discarding()).statusCode();
        return code >= 200 && code < 300;
    }
}
