package org.lsst.efd.connect.manager.command;

import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.rest.ConnectorState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "stop", description = "Stops connectors: their tasks end, offsets can be changed.")
final class StopCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final NameSelection selection = new NameSelection();

    StopCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return new EachName(session, "stopped").run(selection.names(session.cluster()), name -> session.cluster()
                .setState(name, ConnectorState.STOPPED));
    }
}
