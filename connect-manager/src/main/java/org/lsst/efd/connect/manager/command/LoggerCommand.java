package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logger", description = "Shows or sets the level of one logger.")
final class LoggerCommand implements Callable<Integer> {
    /** Where a level is set. */
    enum Scope {
        /** On the worker that answers. */
        WORKER,
        /** On all workers (Kafka 3.7). */
        CLUSTER
    }

    private final Session session;

    @Parameters(index = "0", paramLabel = "NAME", description = "The logger.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LEVEL",
            description = "TRACE, DEBUG, INFO, WARN, ERROR, OFF.")
    private @Nullable String level;

    @Option(names = "--scope", paramLabel = "SCOPE", description = "worker or cluster (worker).")
    private Scope scope = Scope.WORKER;

    LoggerCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (level != null) {
            session.cluster().setLogger(name, level.toUpperCase(Locale.ROOT), scope == Scope.CLUSTER);
            session.console()
                    .remark(name + " is " + level.toUpperCase(Locale.ROOT)
                            + (scope == Scope.CLUSTER ? " on all workers" : " on one worker"));
            return 0;
        }
        String found = session.cluster().loggers().get(name);
        if (found == null) {
            throw new CommandFailure(ExitCode.FAILED, "The worker has no logger " + name + "; loggers shows them all");
        }
        ArrayNode rows = ConnectorDocuments.array(List.of());
        rows.addObject().put("name", name).put("level", found);
        session.console().rows(rows, LoggersCommand.columns());
        return 0;
    }
}
