package org.lsst.efd.connect.manager.command;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.plan.Change;
import org.lsst.efd.connect.manager.plan.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "apply",
        description = "Creates and updates connectors and sets their states, so that they are as the files say.")
final class ApplyCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final FileOptions files = new FileOptions();

    @Option(names = "--dry-run", description = "Check and show the plan; change nothing.")
    private boolean dryRun;

    @Option(names = "--exit-code", description = "With --dry-run: end with 3 where something differs.")
    private boolean exitCode;

    @Option(names = "--prune", description = "Also delete what the group has and the files have not; needs --group.")
    private boolean prune;

    @Option(
            names = "--wait",
            arity = "0..1",
            fallbackValue = "60s",
            paramLabel = "TIME",
            description = "Until every changed connector and its tasks run (60s).")
    private @Nullable Duration wait;

    @Option(names = "--yes", description = "Do not ask before deleting.")
    private boolean yes;

    @Option(names = "--force", description = "Delete also more than half of the group.")
    private boolean force;

    @Option(names = "--strict", description = "An unknown key is a mistake.")
    private boolean strict;

    ApplyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Optional<String> group = PruneRules.group(prune, files.group);
        List<DesiredConnector> desired = files.connectors(session);
        Deployment deployment = new Deployment(session);
        Plan plan = deployment.plan(desired, group);
        deployment.check(plan.configured(), strict);
        new PlanPrinter(session).print(plan);
        if (dryRun) {
            return (exitCode && !plan.isEmpty() ? ExitCode.DIFFERENT : ExitCode.DONE).number();
        }
        group.ifPresent(name -> PruneRules.confirm(session, plan, name, yes, force));
        List<Change> failed = deployment.carryOut(plan);
        if (wait != null) {
            new AwaitRunning(session).await(changed(desired, plan, failed), wait);
        }
        return (failed.isEmpty() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private static List<DesiredConnector> changed(List<DesiredConnector> desired, Plan plan, List<Change> failed) {
        Set<String> names = new HashSet<>();
        plan.work().forEach(change -> names.add(change.connector()));
        failed.forEach(change -> names.remove(change.connector()));
        return desired.stream()
                .filter(connector -> names.contains(connector.name()))
                .toList();
    }
}
