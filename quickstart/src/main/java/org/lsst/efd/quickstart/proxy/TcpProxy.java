package org.lsst.efd.quickstart.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands before a port of this machine and does to the connections what a bad network does. It starts out as a good
 * one. Thread-safe.
 *
 * <ul>
 *   <li>{@link #delay}: every byte arrives this much later; the throughput stays.
 *   <li>{@link #cut}: connections are reset, and new ones are reset as soon as they are made.
 *   <li>{@link #drop}: nothing passes in either direction, and nobody is told. What was sent meanwhile arrives after
 *       {@link #restore}, as it does when TCP sends lost packets again.
 *   <li>{@link #reset}: the connections there are now are reset, once.
 * </ul>
 */
public final class TcpProxy implements AutoCloseable {
    private final int targetPort;
    private final ServerSocket server;
    private final Weather weather = new Weather();
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();

    /**
     * Listens on {@code port} of the loopback interface and passes on to {@code targetPort}, also while nobody listens
     * there yet.
     */
    public TcpProxy(int port, int targetPort) {
        this.targetPort = targetPort;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy before port " + targetPort + " cannot listen on " + port, e);
        }
        Passage.thread("proxy-" + port + "-accept", this::accept);
    }

    /** The port to connect to. */
    public int port() {
        return server.getLocalPort();
    }

    /** How many connections pass through now. */
    public int connections() {
        return passages.size();
    }

    /** Bytes that are read from now on arrive this much later, in both directions. */
    public void delay(Duration delay) {
        weather.delay(delay);
    }

    /** Resets all connections, and every new one, until {@link #restore}. */
    public void cut() {
        weather.cut();
        reset();
    }

    /** Holds back everything, silently, until {@link #restore}. */
    public void drop() {
        weather.drop();
    }

    /** Resets the connections there are now; new ones pass. */
    public void reset() {
        passages.forEach(Passage::close);
    }

    /** Makes the network good again: no delay, nothing cut, nothing held back. */
    public void restore() {
        weather.restore();
    }

    /** Stops listening and resets all connections. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the proxy before port " + targetPort, e);
        } finally {
            cut();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                // on a thread of its own: what listens behind may be paused
                Passage.thread("proxy-" + port() + "-connect", () -> connect(client));
            } catch (IOException e) {
                // closed, or out of file descriptors for a moment: the loop decides
                Thread.onSpinWait();
            }
        }
    }

    private void connect(Socket client) {
        Passage passage = new Passage(client, targetPort, weather, passages::remove);
        passages.add(passage);
        if (weather.isCut()) {
            passage.close();
        } else {
            // a cut from now on finds it in the set, also before it is open
            passage.open();
        }
    }
}
