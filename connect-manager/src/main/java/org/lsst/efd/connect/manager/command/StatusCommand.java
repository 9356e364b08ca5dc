package org.lsst.efd.connect.manager.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.kafka.KafkaQueries;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.output.Column;
import org.lsst.efd.connect.manager.rest.Connector;
import org.lsst.efd.connect.manager.snapshot.ClusterLook;
import org.lsst.efd.connect.manager.snapshot.ClusterObserver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "States of connectors and tasks, workers, first lines of failures, lag of sinks.",
        footer = "Exit code 6 where something is FAILED or UNASSIGNED.")
final class StatusCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final NameSelection selection = new NameSelection();

    @Option(names = "--lag", description = "Also the lag of sinks; needs --broker.")
    private boolean lag;

    @Option(names = "--follow", description = "A screen that refreshes itself: nodes, connectors, tasks, lag, rates.")
    private boolean follow;

    @Option(names = "--interval", paramLabel = "TIME", description = "Between two refreshes (5s).")
    private Duration interval = Duration.ofSeconds(5);

    @Option(names = "--refreshes", paramLabel = "N", description = "End the screen after so many (0: never).")
    private int refreshes;

    StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Optional<KafkaQueries> kafka = lag ? Optional.of(session.requiredKafka("Lag")) : Optional.empty();
        if (follow) {
            return new FollowScreen(session, session.kafka(), selection.filter(), interval).run(refreshes);
        }
        ClusterLook look = new ClusterObserver(
                        session.cluster(), kafka, session.surroundings().clock())
                .look(selected());
        if (session.console().isTable()) {
            session.console().table(ConnectorDocuments.statusRows(look.connectors()), columns());
        } else {
            session.console()
                    .rows(
                            ConnectorDocuments.array(look.connectors().stream()
                                    .map(ConnectorDocuments::status)
                                    .toList()),
                            columns());
        }
        return (look.isUnhealthy() ? ExitCode.UNHEALTHY : ExitCode.DONE).number();
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>(List.of(
                new Column("NAME", "name"),
                new Column("STATE", "state"),
                new Column("TASKS", "tasks"),
                new Column("WORKER", "worker")));
        if (lag) {
            columns.add(new Column("LAG", "lag"));
        }
        columns.add(new Column("FAILURE", "failure"));
        return columns;
    }

    private List<Connector> selected() {
        Map<String, Connector> all = session.cluster().connectors();
        if (selection.isEmpty()) {
            return List.copyOf(all.values());
        }
        List<Connector> selected = new ArrayList<>();
        for (String name : selection.names(session.cluster())) {
            Connector connector = all.get(name);
            if (connector == null) {
                throw new CommandFailure(ExitCode.FAILED, "There is no connector " + name + "; list shows them all");
            }
            selected.add(connector);
        }
        return selected;
    }
}
