package org.lsst.efd.connect.manager.rest;

import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The TLS context of a client that speaks plain HTTP only. Without one the JDK's client reads all certificates the
 * system trusts before its first request, which is a third of what a start costs.
 */
final class NoTls extends SSLContextSpi {
    private static final String WHY = "every worker URL is plain http";

    private NoTls() {}

    /** A context of which nothing can be made. */
    static SSLContext context() {
        return new Unusable();
    }

    private static final class Unusable extends SSLContext {
        private Unusable() {
            super(new NoTls(), new Nameless(), "none");
        }
    }

    private static final class Nameless extends Provider {
        private static final long serialVersionUID = 1;

        private Nameless() {
            super("none", "1", WHY);
        }
    }

    @Override
    protected void engineInit(
            KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException(WHY);
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        throw new IllegalStateException(WHY);
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        throw new IllegalStateException(WHY);
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        throw new IllegalStateException(WHY);
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        throw new IllegalStateException(WHY);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        throw new IllegalStateException(WHY);
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        throw new IllegalStateException(WHY);
    }
}
