package org.lsst.efd.quickstart.stack;

import java.util.Optional;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.process.StackException;
import org.lsst.efd.quickstart.proxy.TcpProxy;

/** A running component of the stack: what may be done to it. Implementations are thread-safe. */
public interface Component {

    /** The process behind it. */
    LocalProcess process();

    /** The proxy before it, where one was asked for. */
    Optional<TcpProxy> proxyIfAny();

    /**
     * The proxy before it.
     *
     * @throws StackException when none was asked for
     */
    default TcpProxy proxy() {
        return proxyIfAny()
                .orElseThrow(() -> new StackException(
                        process().name() + " has no proxy; ask for one with ComponentOptions::proxied"));
    }

    /** Kills it with SIGKILL, and returns when it is gone. */
    default void kill() {
        process().kill();
    }

    /** Stops it in the orderly way. */
    default void stop() {
        process().stop();
    }

    /** Starts it after {@link #kill} or {@link #stop}, on the same port and data, and returns when it answers. */
    default void start() {
        process().start();
    }

    /** Stops it in the orderly way if it runs, and starts it, on the same port and data. */
    default void restart() {
        process().restart();
    }

    /** Holds it still (SIGSTOP): connections stay open, nothing answers. */
    default void pause() {
        process().pause();
    }

    /** Lets it go on after {@link #pause}. */
    default void resume() {
        process().resume();
    }
}
