package org.lsst.efd.connect.manager.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "use", description = "Makes a context the current one.")
final class ContextUseCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The context.")
    private String name = "";

    ContextUseCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.contexts().using(name).write();
        session.console().remark("The current context is " + name);
        return 0;
    }
}
