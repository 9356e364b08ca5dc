package org.lsst.efd.connect.manager.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "restart",
        description = "Restarts connectors and those of their tasks that have failed.",
        footer = {
            "--failed-only leaves a connector alone that has not failed itself;",
            "--tasks restarts all tasks; --task N restarts only this one."
        })
final class RestartCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final NameSelection selection = new NameSelection();

    @Option(names = "--failed-only", description = "Only what has failed.")
    private boolean failedOnly;

    @Option(names = "--tasks", description = "All tasks too, also those that run.")
    private boolean tasks;

    @Option(names = "--task", paramLabel = "N", description = "Only this task.")
    private @Nullable Integer task;

    RestartCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (task != null && (failedOnly || tasks)) {
            throw CommandFailure.usage("--task restarts one task; it excludes --tasks and --failed-only");
        }
        return new EachName(session, "restarted").run(selection.names(session.cluster()), this::restart);
    }

    private void restart(String name) {
        if (task != null) {
            session.cluster().restartTask(name, task);
        } else if (failedOnly) {
            session.cluster().restart(name, true, true);
        } else if (tasks) {
            session.cluster().restart(name, true, false);
        } else {
            session.cluster().restart(name, false, false);
            session.cluster().restart(name, true, true);
        }
    }
}
