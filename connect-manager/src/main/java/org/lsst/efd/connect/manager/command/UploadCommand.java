package org.lsst.efd.connect.manager.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.plan.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "upload", description = "The former name of apply, for one flat file.")
final class UploadCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "A flat JSON configuration.")
    private Path file = Path.of("");

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "The name of the connector (KAFKA_CONNECT_NAME).")
    private @Nullable String name;

    @Option(names = "--dry-run", description = "Check and show the plan; change nothing.")
    private boolean dryRun;

    UploadCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        FileOptions files = new FileOptions();
        files.files.add(file);
        files.name = name == null ? session.environment("KAFKA_CONNECT_NAME").orElse(null) : name;
        List<DesiredConnector> desired = files.connectors(session);
        Deployment deployment = new Deployment(session);
        Plan plan = deployment.plan(desired, Optional.empty());
        deployment.check(plan.configured(), false);
        new PlanPrinter(session).print(plan);
        boolean isDone = dryRun || deployment.carryOut(plan).isEmpty();
        return (isDone ? ExitCode.DONE : ExitCode.FAILED).number();
    }
}
