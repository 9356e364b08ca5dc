package org.lsst.efd.quickstart.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Free ports, and who listens on them. Ports are taken below the range that the system gives to outgoing connections,
 * so that none is snatched while its component is down. Thread-safe.
 */
public final class Ports {
    private static final int LOWEST = 11_000;
    private static final int HIGHEST = 32_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();
    /** Each process locks a byte for each port that it was given, as long as it lives: a component may be down for a while. */
    private static final Path RESERVED =
            Path.of(System.getProperty("java.io.tmpdir"), "efd-ports-" + System.getProperty("user.name"));

    private static final Optional<FileChannel> RESERVATIONS = reservations();
    private static final int CONNECT_LIMIT_MS = 5_000;
    private static final Path OPEN_SOCKETS = Path.of("/proc/net/tcp");
    private static final int COLUMN_LOCAL = 1;
    private static final int COLUMN_STATE = 3;
    private static final int COLUMN_INODE = 9;
    private static final String LISTENING = "0A";

    private Ports() {}

    /**
     * A port of the loopback interface that nobody listens on, and that this call has not returned before, neither here nor
     * in another process of this user that lives.
     */
    public static int free() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (GIVEN.add(port) && reserve(port) && isFree(port)) {
                return port;
            }
        }
        throw new StackException("no free port between " + LOWEST + " and " + HIGHEST);
    }

    private static Optional<FileChannel> reservations() {
        try {
            // never closed: that would give up all locks
            return Optional.of(FileChannel.open(RESERVED, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        } catch (IOException notHere) {
            return Optional.empty();
        }
    }

    /** Whether no other process has it; without such a file nobody knows. */
    static boolean reserve(int port) {
        try {
            return RESERVATIONS.isEmpty() || RESERVATIONS.get().tryLock(port, 1, false) != null;
        } catch (IOException notHere) {
            return true;
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether this very process listens on the port. Where the system does not tell (no {@code /proc}) the answer is
     * yes, and only the conversation shows who answers.
     */
    public static boolean isOwnedBy(long pid, int port) {
        // the system's table of sockets is expensive to read: first see whether anybody listens
        if (!isListening(port)) {
            return false;
        }
        if (!Files.exists(OPEN_SOCKETS)) {
            return true;
        }
        Set<String> listening = socketsListeningOn(port);
        if (listening.isEmpty()) {
            return false;
        }
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.anyMatch(file -> listening.contains(targetOf(file)));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_LIMIT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Set<String> socketsListeningOn(int port) {
        String suffix = String.format(":%04X", port);
        Set<String> sockets = new HashSet<>();
        for (Path table : List.of(OPEN_SOCKETS, Path.of("/proc/net/tcp6"))) {
            for (String line : linesOf(table)) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns.length > COLUMN_INODE
                        && columns[COLUMN_LOCAL].endsWith(suffix)
                        && columns[COLUMN_STATE].equals(LISTENING)) {
                    sockets.add("socket:[" + columns[COLUMN_INODE] + "]");
                }
            }
        }
        return sockets;
    }

    private static List<String> linesOf(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) {
            // a system without IPv6 has no second table
            return List.of();
        }
    }

    private static String targetOf(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            // closed since it was listed
            return "";
        }
    }
}
