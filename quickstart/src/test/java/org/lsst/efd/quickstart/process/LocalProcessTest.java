package org.lsst.efd.quickstart.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProcessTest {
    @TempDir
    private Path directory;

    @Test
    void aProcessThatDiesIsToldAtOnceWithTheEndOfItsLog() {
        LocalProcess process = process(1, "echo the reason; exit 3");
        assertThatThrownBy(process::start)
                .isInstanceOf(StackException.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("the reason");
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void theLastErrorsOfALogAreToldInOneLineEach() {
        LocalProcess process = process(1, "for i in 1 2 3; do echo [t] ERROR [main] no $i; echo at; done; exit 3");
        assertThatThrownBy(process::start).isInstanceOf(StackException.class);
        assertThat(process.lastErrors(2)).containsExactly("[t] ERROR [main] no 2", "[t] ERROR [main] no 3");
    }

    @Test
    void aPortOfAnotherProcessDoesNotCount() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            long self = ProcessHandle.current().pid();
            assertThat(Ports.isOwnedBy(self, other.getLocalPort())).isTrue();
            // it "answers", and it dies later: it was never ready
            assertThatThrownBy(process(other.getLocalPort(), "sleep 1; exit 4")::start)
                    .hasMessageContaining("exit code 4");
        }
    }

    @Test
    void aClosedProcessIsNotStartedAgain() {
        LocalProcess process = process(1, "exit 0");
        process.close();
        assertThatThrownBy(process::start).isInstanceOf(StackException.class).hasMessageContaining("closed");
    }

    @Test
    void aCommandThatFailsIsToldWithItsOutput() {
        List<String> command = List.of("/bin/sh", "-c", "echo it is broken; exit 7");
        assertThatThrownBy(() -> LocalProcess.runToEnd("the command", command, directory, log()))
                .hasMessageContaining("exit code 7")
                .hasMessageContaining("it is broken");
    }

    @Test
    void freePortsAreDifferentAndNobodyListensOnThem() {
        int first = Ports.free();
        int second = Ports.free();
        assertThat(first).isNotEqualTo(second);
        assertThat(Ports.isOwnedBy(ProcessHandle.current().pid(), first)).isFalse();
    }

    @Test
    void aPortThatOneProcessHasIsNotGivenToAnother() throws IOException {
        assertThat(reservedByAnother(Ports.free())).isEqualTo("false");
        // nobody is given a port below 11,000
        assertThat(reservedByAnother(1_000)).isEqualTo("true");
    }

    private static String reservedByAnother(int port) throws IOException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Another.class.getName(),
                        Integer.toString(port))
                .start();
        return new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Another process that wants a port. */
    static final class Another {
        private Another() {}

        public static void main(String[] arguments) {
            System.out.println(Ports.reserve(Integer.parseInt(arguments[0])));
        }
    }

    @Test
    void theDirectoryOfAProcessThatIsGoneIsRemoved() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        // no process has this id: the largest one that Linux gives is below it
        Path old = Files.createDirectories(
                temporary.resolve("efd-stack-99999999-1").resolve("data"));
        StackDirectory created = StackDirectory.create();
        assertThat(old).doesNotExist();
        assertThat(old.getParent()).doesNotExist();
        created.delete();
        assertThat(created.root()).doesNotExist();
    }

    @Test
    void waitingEndsWithTheLastReason() {
        assertThatThrownBy(() -> Await.until("the impossible", Duration.ofMillis(120), () -> {
                    throw new IOException("no luck");
                }))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("the impossible")
                .hasMessageContaining("no luck");
    }

    private LocalProcess process(int port, String script) {
        return new LocalProcess(new ProcessPlan(
                "the process", List.of("/bin/sh", "-c", script), directory, log(), port, () -> true, "TERM"));
    }

    private Path log() {
        return directory.resolve("log");
    }
}
