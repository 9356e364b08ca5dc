package org.lsst.efd.quickstart.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.process.Ports;
import org.lsst.efd.quickstart.process.ProcessPlan;
import org.lsst.efd.quickstart.proxy.TcpProxy;

/**
 * A schema registry (Apicurio) with the interface of Confluent's. It keeps its schemas and their ids over a kill.
 * Thread-safe.
 */
public final class SchemaRegistry implements Component {
    private static final String API = "/apis/ccompat/v7";

    private final LocalProcess process;
    private final int port;
    private final Optional<TcpProxy> proxy;

    private SchemaRegistry(LocalProcess process, int port, Optional<TcpProxy> proxy) {
        this.process = process;
        this.port = port;
        this.proxy = proxy;
    }

    static SchemaRegistry prepare(Ground ground, String name, ComponentOptions options) {
        String component = "registry-" + name;
        Path directory = ground.directory().resolve(component);
        int port = Ports.free();
        Path jar = ground.artifacts().registry();
        List<String> command = ground.javaCommand("256m", options);
        command.addAll(ground.archives().options(jar, jar.toString(), component));
        command.addAll(List.of(
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.port=" + Ports.free(),
                "-Dquarkus.management.host=127.0.0.1",
                "-Dapicurio.storage.kind=sql",
                "-Dapicurio.storage.sql.kind=h2",
                // without the delay a schema is on disk before its id is given out
                "-Dapicurio.datasource.url=jdbc:h2:file:" + directory.resolve("schemas") + ";WRITE_DELAY=0",
                // twenty connections at once, each within five seconds, is what a busy machine does not start
                "-Dapicurio.datasource.jdbc.initial-size=1",
                "-Dapicurio.datasource.jdbc.min-size=1",
                "-Dapicurio.datasource.jdbc.max-size=10",
                "-Dquarkus.datasource.h2.jdbc.acquisition-timeout=120",
                "-jar",
                jar.toString()));
        LocalProcess process = new LocalProcess(new ProcessPlan(
                component,
                command,
                directory,
                ground.directory().log(component),
                port,
                () -> Ground.answers(url(port) + "/subjects"),
                "TERM"));
        return new SchemaRegistry(process, port, Ground.proxy(options, port));
    }

    @Override
    public LocalProcess process() {
        return process;
    }

    @Override
    public Optional<TcpProxy> proxyIfAny() {
        return proxy;
    }

    /** The base of its interface, without a slash at the end. */
    public String url() {
        return url(port);
    }

    /** The same, through the proxy. */
    public String proxiedUrl() {
        return url(proxy().port());
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + API;
    }
}
