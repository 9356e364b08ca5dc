package org.lsst.efd.quickstart.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.process.Ports;
import org.lsst.efd.quickstart.process.ProcessPlan;
import org.lsst.efd.quickstart.proxy.TcpProxy;

/** An InfluxDB 1.x server, without authentication unless a setting says so. Thread-safe. */
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
        Path file = ground.directory().write("influxdb.conf", configuration(directory, port, options));
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

    private static List<String> configuration(Path directory, int port, ComponentOptions options) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("reporting-disabled", "true");
        settings.put("bind-address", text("127.0.0.1:" + Ports.free()));
        settings.put("meta.dir", text(directory.resolve("meta").toString()));
        settings.put("data.dir", text(directory.resolve("data").toString()));
        settings.put("data.wal-dir", text(directory.resolve("wal").toString()));
        settings.put("data.max-series-per-database", "0");
        settings.put("data.max-values-per-tag", "0");
        settings.put("http.bind-address", text("127.0.0.1:" + port));
        settings.put("http.log-enabled", "false");
        settings.put("monitor.store-enabled", "false");
        settings.putAll(options.settings());
        // dotted keys are not TOML that this server reads: what stands before the dot is a section
        Map<String, List<String>> sections = new TreeMap<>();
        settings.forEach((key, value) -> {
            int dot = key.indexOf('.');
            sections.computeIfAbsent(key.substring(0, Math.max(dot, 0)), section -> new ArrayList<>())
                    .add(key.substring(dot + 1) + " = " + value);
        });
        List<String> lines = new ArrayList<>();
        sections.forEach((section, values) -> {
            if (!section.isEmpty()) {
                lines.add("[" + section + "]");
            }
            lines.addAll(values);
        });
        return lines;
    }

    private static String text(String value) {
        return '"' + value + '"';
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
