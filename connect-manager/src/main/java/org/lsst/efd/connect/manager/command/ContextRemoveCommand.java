package org.lsst.efd.connect.manager.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "remove", description = "Forgets a context.")
final class ContextRemoveCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The context.")
    private String name = "";

    ContextRemoveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.contexts().without(name).write();
        session.console().remark("The context " + name + " is removed");
        return 0;
    }
}
