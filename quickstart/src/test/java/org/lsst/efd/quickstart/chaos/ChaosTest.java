package org.lsst.efd.quickstart.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.process.Ports;
import org.lsst.efd.quickstart.process.ProcessPlan;
import org.lsst.efd.quickstart.proxy.TcpProxy;
import org.lsst.efd.quickstart.stack.Component;

class ChaosTest {
    @TempDir
    private Path directory;

    @Test
    void everyVictimHasItsTurnAndRunsAgainAtTheEnd() {
        List<Component> victims = IntStream.range(0, 2).mapToObj(this::server).toList();
        try {
            victims.forEach(Component::start);
            try (Chaos chaos = new Chaos(victims, 1, line -> {})) {
                Await.until(
                        "a kill of each",
                        Duration.ofMinutes(3),
                        () -> chaos.kills().size() == 2);
            }
            assertThat(victims).allMatch(victim -> victim.process().isAlive());
        } finally {
            victims.forEach(victim -> victim.process().close());
        }
    }

    /** A real process that serves a port. */
    private Component server(int number) {
        int port = Ports.free();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        LocalProcess process = new LocalProcess(new ProcessPlan(
                "server " + number,
                List.of(java, "-cp", System.getProperty("java.class.path"), PortServer.class.getName(), "" + port),
                directory,
                directory.resolve(number + ".log"),
                port,
                () -> true,
                "TERM"));
        return new Component() {
            @Override
            public LocalProcess process() {
                return process;
            }

            @Override
            public Optional<TcpProxy> proxyIfAny() {
                return Optional.empty();
            }
        };
    }
}
