package org.lsst.efd.quickstart.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Accepts connections until it is killed. */
final class PortServer {
    private PortServer() {}

    /** The port is the argument. */
    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), 10, InetAddress.getLoopbackAddress())) {
            while (!server.isClosed()) {
                server.accept().close();
            }
        }
    }
}
