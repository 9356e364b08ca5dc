package org.lsst.efd.connect.manager.command;

import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.rest.ConnectorState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "pause", description = "Pauses connectors: their tasks keep what they hold and read nothing.")
final class PauseCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final NameSelection selection = new NameSelection();

    PauseCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return new EachName(session, "paused").run(selection.names(session.cluster()), name -> session.cluster()
                .setState(name, ConnectorState.PAUSED));
    }
}
