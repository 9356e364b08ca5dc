package org.lsst.efd.quickstart.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection through the proxy: two sockets, and in each direction a reader and a writer with a queue between. */
final class Passage {
    private static final int CHUNK_BYTES = 32 * 1024;
    private static final int MAX_CHUNKS = 128;

    private final Socket client;
    private final int targetPort;
    private final Weather weather;
    private final Consumer<Passage> onClose;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile @Nullable Socket target;

    Passage(Socket client, int targetPort, Weather weather, Consumer<Passage> onClose) {
        this.client = client;
        this.targetPort = targetPort;
        this.weather = weather;
        this.onClose = onClose;
    }

    /** Bytes on their way; empty at the end of the stream. */
    private record Chunk(ByteBuffer bytes, long arrivalNs) {}

    static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Connects to what stands behind; resets the client when nobody listens there. */
    void open() {
        try {
            weather.awaitPassable();
            Socket connected = new Socket(InetAddress.getLoopbackAddress(), targetPort);
            target = connected;
            if (isClosed.get()) {
                end(connected, true);
                return;
            }
            connected.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            pump(client, connected);
            pump(connected, client);
        } catch (IOException e) {
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    /** Resets both sides. */
    void close() {
        close(true);
    }

    private void close(boolean isReset) {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        end(client, isReset);
        Socket behind = target;
        if (behind != null) {
            end(behind, isReset);
        }
        // they may wait for a queue that nobody serves any more
        threads.forEach(Thread::interrupt);
        onClose.accept(this);
    }

    private void pump(Socket from, Socket to) {
        BlockingQueue<Chunk> queue = new LinkedBlockingQueue<>(MAX_CHUNKS);
        String name = "proxy-" + from.getPort() + "-" + to.getPort();
        threads.add(thread(name + "-read", () -> read(from, queue)));
        threads.add(thread(name + "-write", () -> write(queue, to)));
        if (isClosed.get()) {
            threads.forEach(Thread::interrupt);
        }
    }

    private void read(Socket from, BlockingQueue<Chunk> queue) {
        byte[] buffer = new byte[CHUNK_BYTES];
        try {
            InputStream in = from.getInputStream();
            int count = in.read(buffer);
            while (count >= 0) {
                queue.put(new Chunk(ByteBuffer.wrap(Arrays.copyOf(buffer, count)), weather.arrivalNs()));
                count = in.read(buffer);
            }
            queue.put(new Chunk(ByteBuffer.allocate(0), weather.arrivalNs()));
        } catch (IOException e) {
            close();
        } catch (InterruptedException e) {
            close();
        }
    }

    private void write(BlockingQueue<Chunk> queue, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            while (!isClosed.get()) {
                Chunk chunk = queue.take();
                long waitMs = (chunk.arrivalNs() - System.nanoTime()) / 1_000_000;
                if (waitMs > 0) {
                    Thread.sleep(waitMs);
                }
                weather.awaitPassable();
                if (!chunk.bytes().hasRemaining()) {
                    to.shutdownOutput();
                    closeWhenBothEnded();
                    return;
                }
                out.write(chunk.bytes().array());
            }
        } catch (IOException e) {
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    private void closeWhenBothEnded() {
        Socket behind = target;
        if (behind != null && client.isOutputShutdown() && behind.isOutputShutdown()) {
            close(false);
        }
    }

    private static void end(Socket socket, boolean isReset) {
        try {
            if (isReset) {
                // no lingering: the other side sees a reset, as after a failure, not an orderly end
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            // closed already, or broken: it is out of use either way
            return;
        }
    }
}
