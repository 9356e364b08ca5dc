package org.lsst.efd.quickstart.stack;

import java.util.Locale;
import java.util.Optional;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.proxy.TcpProxy;

/** A PostgreSQL, MariaDB or H2 server with a database {@code efd} and a user of it. Thread-safe. */
public final class SqlDatabase implements Component {
    /** The name of the database, of the user, and the user's password. */
    static final String EFD = "efd";

    private final String address;
    private final LocalProcess process;
    private final int port;
    private final Optional<TcpProxy> proxy;

    /**
     * A server.
     *
     * @param address the JDBC address, with {@code %d} where the port stands
     */
    SqlDatabase(String address, LocalProcess process, int port, Optional<TcpProxy> proxy) {
        this.address = address;
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

    /** The JDBC address, without user and password. */
    public String jdbcUrl() {
        return jdbcUrl(port);
    }

    /** The same, through the proxy. */
    public String proxiedJdbcUrl() {
        return jdbcUrl(proxy().port());
    }

    /** The user, who may do everything in the database. */
    public String user() {
        return EFD;
    }

    /** The user's password. */
    public String password() {
        return EFD;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    private String jdbcUrl(int atPort) {
        return String.format(Locale.ROOT, address, atPort);
    }
}
