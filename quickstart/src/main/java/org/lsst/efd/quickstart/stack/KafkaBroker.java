package org.lsst.efd.quickstart.stack;

import java.util.Optional;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.proxy.TcpProxy;

/** A further broker of a {@link KafkaCluster}, which is no controller. Thread-safe. */
public final class KafkaBroker implements Component {
    /** Its {@code node.id}. */
    public static final int ID = 2;

    private final LocalProcess process;
    private final Optional<TcpProxy> proxy;

    KafkaBroker(LocalProcess process, Optional<TcpProxy> proxy) {
        this.process = process;
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
}
