package org.lsst.efd.connect.manager.command;

import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.rest.ConnectorState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "resume", description = "Lets paused or stopped connectors run.")
final class ResumeCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final NameSelection selection = new NameSelection();

    ResumeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return new EachName(session, "resumed").run(selection.names(session.cluster()), name -> session.cluster()
                .setState(name, ConnectorState.RUNNING));
    }
}
