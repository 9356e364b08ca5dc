package org.lsst.efd.connect.manager.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.output.Column;
import org.lsst.efd.connect.manager.rest.WorkerInfo;
import picocli.CommandLine.Command;

@Command(name = "cluster", description = "Each worker URL: reachable, version, Kafka cluster, health.")
final class ClusterCommand implements Callable<Integer> {
    private final Session session;

    ClusterCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<WorkerInfo> workers = session.cluster().workers();
        session.console()
                .rows(
                        ConnectorDocuments.array(
                                workers.stream().map(ConnectorDocuments::worker).toList()),
                        List.of(
                                new Column("WORKER", "name"),
                                new Column("HEALTH", "health"),
                                new Column("VERSION", "version"),
                                new Column("COMMIT", "commit"),
                                new Column("KAFKA CLUSTER", "kafkaClusterId")));
        if (workers.stream().noneMatch(WorkerInfo::isReachable)) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE, "No worker answers. Check --connect and that a worker runs there");
        }
        List<String> clusters = workers.stream()
                .filter(WorkerInfo::isReachable)
                .map(WorkerInfo::kafkaClusterId)
                .distinct()
                .toList();
        if (clusters.size() > 1) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "The workers belong to different Kafka clusters: " + String.join(", ", clusters));
        }
        return 0;
    }
}
