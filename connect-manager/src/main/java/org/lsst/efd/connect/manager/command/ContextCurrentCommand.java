package org.lsst.efd.connect.manager.command;

import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import picocli.CommandLine.Command;

@Command(name = "current", description = "The name of the current context.")
final class ContextCurrentCommand implements Callable<Integer> {
    private final Session session;

    ContextCurrentCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.console()
                .line(session.contexts()
                        .current()
                        .orElseThrow(() -> CommandFailure.usage("No context is current; choose one with context use")));
        return 0;
    }
}
