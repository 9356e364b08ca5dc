package org.lsst.efd.quickstart.stack;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.h2.tools.Server;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.process.Ports;
import org.lsst.efd.quickstart.process.ProcessPlan;
import org.lsst.efd.quickstart.process.StackException;

/** How the small database that behaves as Oracle is made: H2 as a server, from the jar on our own class path. */
final class H2Plan {
    /** Without the delay what is committed is in the file before the client hears of it: a kill loses nothing. */
    private static final String ADDRESS = "jdbc:h2:tcp://127.0.0.1:%d/./efd;MODE=Oracle;WRITE_DELAY=0";

    private H2Plan() {}

    /** Returns the server, which is not started yet; the database is made by the first who connects. */
    static SqlDatabase prepare(Ground ground, ComponentOptions options) {
        String component = "h2";
        Path directory = ground.directory().resolve(component);
        int port = Ports.free();
        List<String> command = ground.javaCommand("512m", options);
        command.addAll(List.of("-cp", jar().toString(), Server.class.getName()));
        command.addAll(List.of("-tcp", "-tcpPort", Integer.toString(port), "-ifNotExists"));
        command.addAll(List.of("-baseDir", directory.toString()));
        LocalProcess process = new LocalProcess(new ProcessPlan(
                component, command, directory, ground.directory().log(component), port, () -> true, "TERM"));
        return new SqlDatabase(ADDRESS, process, port, Ground.proxy(options, port));
    }

    private static Path jar() {
        try {
            return Path.of(Server.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new StackException("the jar of H2 is nowhere", e);
        }
    }
}
