package org.lsst.efd.connect.oracle.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a database and ends a connection in the middle of a COMMIT: the server gets the bytes that have passed and
 * then an orderly end, the client a reset. Thread-safe.
 */
public final class CommitCutter implements AutoCloseable {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final long LIMIT_MINUTES = 3;

    /** PostgreSQL's message Parse: its length, a name, and the text. */
    private static final Pattern PARSE_COMMIT = Pattern.compile("P.{4}([^\0]*)\0COMMIT\0", Pattern.DOTALL);

    /** MariaDB's command of a text, one packet. */
    private static final String QUERY_COMMIT = "\u0003COMMIT";

    /** Which half of the exchange is cut. */
    public enum Half {
        REQUEST,
        ANSWER
    }

    private record Cut(Half half, int bytes, CompletableFuture<Integer> length) {}

    private final int targetPort;
    private final ServerSocket server;
    private final AtomicReference<@Nullable Cut> next = new AtomicReference<>();
    private volatile CompletableFuture<Integer> cutLength = new CompletableFuture<>();

    /** Listens on a port of its own and passes on to the other. */
    public CommitCutter(int targetPort) {
        this.targetPort = targetPort;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        start("accept", this::accept);
    }

    /** The port to connect to. */
    public int port() {
        return server.getLocalPort();
    }

    /** Lets so many bytes of the next COMMIT, or of what the server answers to it, pass, and ends its connection. */
    public void cutNext(Half half, int bytes) {
        Cut cut = new Cut(half, bytes, new CompletableFuture<>());
        cutLength = cut.length();
        next.set(cut);
    }

    /** Waits until it has cut; how many bytes the half has that it cut. */
    public int cutLength() {
        try {
            return cutLength.get(LIMIT_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException failure) {
            throw new AssertionError("no COMMIT was cut", failure);
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, "commit-cutter-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                start("connect", () -> connect(client));
            }
        } catch (IOException closed) {
            // there is nothing more to accept
            return;
        }
    }

    private void connect(Socket client) {
        try {
            Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort);
            target.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            Passage passage = new Passage(client, target);
            start("requests", passage::passRequests);
            start("answers", passage::passAnswers);
        } catch (IOException serverIsAway) {
            reset(client);
        }
    }

    private static void reset(Socket client) {
        try {
            client.setSoLinger(true, 0);
            client.close();
        } catch (IOException closed) {
            // by the other side
            return;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private final class Passage {
        private final Socket client;
        private final Socket target;
        private @Nullable String commitName;
        private volatile @Nullable Cut ofAnswer;

        Passage(Socket client, Socket target) {
            this.client = client;
            this.target = target;
        }

        void passRequests() {
            byte[] chunk = new byte[CHUNK_BYTES];
            try (client;
                    target) {
                InputStream in = client.getInputStream();
                OutputStream out = target.getOutputStream();
                for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                    Cut cut = isCommit(new String(chunk, 0, count, StandardCharsets.ISO_8859_1))
                            ? next.getAndSet(null)
                            : null;
                    if (cut != null && cut.half() == Half.REQUEST) {
                        out.write(chunk, 0, Math.min(count, cut.bytes()));
                        end(cut, count);
                        return;
                    }
                    ofAnswer = cut;
                    out.write(chunk, 0, count);
                }
            } catch (IOException ended) {
                // by one of the sides, or cut
                reset(client);
            }
        }

        void passAnswers() {
            byte[] chunk = new byte[CHUNK_BYTES];
            try {
                InputStream in = target.getInputStream();
                OutputStream out = client.getOutputStream();
                for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                    Cut cut = ofAnswer;
                    out.write(chunk, 0, cut == null ? count : Math.min(count, cut.bytes()));
                    if (cut != null) {
                        end(cut, count);
                        return;
                    }
                }
                reset(client);
            } catch (IOException ended) {
                reset(client);
            }
        }

        private void end(Cut cut, int length) throws IOException {
            target.shutdownOutput();
            if (cut.bytes() < length) {
                reset(client);
            } else {
                // all of it has passed: what was read last must not be lost to a reset
                client.close();
            }
            cut.length().complete(length);
        }

        /** A driver sends a COMMIT alone and waits, so it is one read. */
        private boolean isCommit(String request) {
            Matcher parse = PARSE_COMMIT.matcher(request);
            if (parse.lookingAt()) {
                commitName = parse.group(1);
                return true;
            }
            String name = commitName;
            // Bind: its length, the name of a portal, which is empty, and of the statement
            return request.endsWith(QUERY_COMMIT)
                    || (name != null && request.startsWith("B") && request.startsWith("\0" + name + "\0", 5));
        }
    }
}
