package org.lsst.efd.connect.manager.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "delete", description = "Resets all offsets of a stopped connector.")
final class OffsetsDeleteCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The connector.")
    private String name = "";

    @Option(names = "--stop", description = "Stop it, wait, reset, and let it run again.")
    private boolean stop;

    OffsetsDeleteCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        new OffsetChange(session).reset(name, stop);
        return 0;
    }
}
