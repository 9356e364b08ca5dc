package org.lsst.efd.connect.manager.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "delete", description = "Deletes connectors. Their offsets stay; offsets delete removes them before.")
final class DeleteCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final NameSelection selection = new NameSelection();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    DeleteCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<String> names = selection.names(session.cluster());
        boolean namedOneByOne = !selection.given.isEmpty();
        if (!namedOneByOne && !names.isEmpty()) {
            new Confirmation(session).require("Delete " + String.join(", ", names) + "?", yes);
        }
        return new EachName(session, "deleted")
                .run(names, name -> session.cluster().delete(name));
    }
}
