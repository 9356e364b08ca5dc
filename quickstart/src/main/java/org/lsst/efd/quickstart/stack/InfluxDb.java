package org.lsst.efd.quickstart.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.process.Ports;
import org.lsst.efd.quickstart.process.ProcessPlan;
import org.lsst.efd.quickstart.proxy.TcpProxy;

/** An InfluxDB 1.x server without authentication. Thread-safe. */
public final class InfluxDb implements Component {
    private final LocalProcess process;
    private final int port;
    private final Optional<TcpProxy> proxy;

    private InfluxDb(LocalProcess process, int port, Optional<TcpProxy> proxy) {
        this.process = process;
        this.port = port;
        this.proxy = proxy;
    }

    static InfluxDb prepare(Ground ground, ComponentOptions options) {
        String component = "influxdb";
        String program = Programs.find("influxd", "influxdb");
        Path directory = ground.directory().resolve(component);
        int port = Ports.free();
        Path file = ground.directory().write("influxdb.conf", configuration(directory, port));
        LocalProcess process = new LocalProcess(new ProcessPlan(
                component,
                List.of(program, "run", "-config", file.toString()),
                directory,
                ground.directory().log(component),
                port,
                () -> Ground.answers("http://127.0.0.1:" + port + "/ping"),
                "TERM"));
        return new InfluxDb(process, port, Ground.proxy(options, port));
    }

    private static List<String> configuration(Path directory, int port) {
        return List.of(
                "reporting-disabled = true",
                "bind-address = \"127.0.0.1:" + Ports.free() + "\"",
                "[meta]",
                "  dir = \"" + directory.resolve("meta") + "\"",
                "[data]",
                "  dir = \"" + directory.resolve("data") + "\"",
                "  wal-dir = \"" + directory.resolve("wal") + "\"",
                "  max-series-per-database = 0",
                "  max-values-per-tag = 0",
                "[http]",
                "  bind-address = \"127.0.0.1:" + port + "\"",
                "  log-enabled = false",
                "[monitor]",
                "  store-enabled = false");
    }

    @Override
    public LocalProcess process() {
        return process;
    }

    @Override
    public Optional<TcpProxy> proxyIfAny() {
        return proxy;
    }

    /** The base of its HTTP interface. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The same, through the proxy. */
    public String proxiedUrl() {
        return "http://127.0.0.1:" + proxy().port();
    }
}
