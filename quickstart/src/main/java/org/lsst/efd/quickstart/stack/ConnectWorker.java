package org.lsst.efd.quickstart.stack;

import java.util.Optional;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.proxy.TcpProxy;

/** One distributed Connect worker. Thread-safe. */
public final class ConnectWorker implements Component {
    private final LocalProcess process;
    private final int port;
    private final Optional<TcpProxy> proxy;

    ConnectWorker(LocalProcess process, int port, Optional<TcpProxy> proxy) {
        this.process = process;
        this.port = port;
        this.proxy = proxy;
    }

    @Override
    public LocalProcess process() {
        return process;
    }

    @Override
    public Optional<TcpProxy> proxyIfAny() {
        return proxy;
    }

    /** What the cluster calls it in the state of connectors and tasks: {@code host:port}. */
    public String id() {
        return "127.0.0.1:" + port;
    }

    /** The base of its REST interface. */
    public String url() {
        return "http://" + id();
    }

    /** The same, through the proxy. */
    public String proxiedUrl() {
        return "http://127.0.0.1:" + proxy().port();
    }
}
