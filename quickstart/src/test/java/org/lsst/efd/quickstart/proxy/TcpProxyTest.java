package org.lsst.efd.quickstart.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.process.Ports;

class TcpProxyTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private ServerSocket echo;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(Ports.free(), 50, InetAddress.getLoopbackAddress());
        Passage.thread("echo", this::serve);
        proxy = new TcpProxy(Ports.free(), echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void everyByteArrivesInItsOrder() throws IOException {
        byte[] sent = new byte[3_000_000];
        new Random(7).nextBytes(sent);
        try (Socket client = connect()) {
            Passage.thread("sender", () -> send(client, sent));
            assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
        }
        Await.until("the passage to end", LIMIT, () -> proxy.connections() == 0);
    }

    @Test
    void anOrderlyEndPassesThroughAfterTheLastByte() throws IOException {
        try (Socket client = connect()) {
            client.getOutputStream().write(new byte[] {1, 2, 3});
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void delayedBytesArriveNotBeforeTheirTime() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, 1);
            proxy.delay(Duration.ofMillis(300));
            long begin = System.nanoTime();
            roundTrip(client, 2);
            // a lower bound only: how much longer it takes is the machine's affair; there and back is twice
            assertThat(System.nanoTime() - begin)
                    .isGreaterThan(Duration.ofMillis(595).toNanos());
        }
    }

    @Test
    void cuttingEndsConnectionsAndRefusesNewOnesUntilItIsOver() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, 1);
            proxy.cut();
            assertThatThrownBy(() -> roundTrip(client, 2)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> {
                        try (Socket another = connect()) {
                            roundTrip(another, 3);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        proxy.restore();
        try (Socket client = connect()) {
            roundTrip(client, 4);
        }
    }

    @Test
    void whatIsDroppedArrivesWhenTheNetworkIsBack() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, 1);
            proxy.drop();
            client.getOutputStream().write(2);
            client.setSoTimeout(300);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            client.setSoTimeout((int) LIMIT.toMillis());
            proxy.restore();
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void resetEndsWhatThereIsAndNothingElse() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, 1);
            proxy.reset();
            assertThatThrownBy(() -> roundTrip(client, 2)).isInstanceOf(IOException.class);
        }
        try (Socket client = connect()) {
            roundTrip(client, 3);
        }
    }

    @Test
    void aServerThatIsAwayLooksLikeABrokenConnection() throws IOException {
        int port = echo.getLocalPort();
        echo.close();
        // who waits for a connection meanwhile may still get one
        Await.until("the server to be away", LIMIT, () -> isRefused(port));
        assertThatThrownBy(() -> {
                    try (Socket client = connect()) {
                        roundTrip(client, 1);
                    }
                })
                .isInstanceOf(IOException.class);
        Await.until("the passage to end", LIMIT, () -> proxy.connections() == 0);
    }

    private static boolean isRefused(int port) throws IOException {
        try (Socket answered = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return answered.isClosed();
        } catch (ConnectException refused) {
            return true;
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout((int) LIMIT.toMillis());
        return socket;
    }

    private static void roundTrip(Socket client, int value) throws IOException {
        client.getOutputStream().write(value);
        int answer = client.getInputStream().read();
        if (answer != value) {
            throw new IOException("sent " + value + ", received " + answer);
        }
    }

    private static void send(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new AssertionError("cannot send", e);
        }
    }

    private void serve() {
        while (!echo.isClosed()) {
            try {
                Socket client = echo.accept();
                Passage.thread("echo-client", () -> answer(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void answer(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // the test has cut it
            return;
        }
    }
}
