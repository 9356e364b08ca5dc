package org.lsst.efd.connect.manager.command;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.plan.Change;
import org.lsst.efd.connect.manager.plan.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "prune", description = "Deletes the connectors of a group that no file describes.")
final class PruneCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final FileOptions files = new FileOptions();

    @Option(names = "--dry-run", description = "Show them only.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--force", description = "Also more than half of the group.")
    private boolean force;

    PruneCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (files.group == null) {
            throw CommandFailure.usage("prune needs --group: only connectors of a group are ever deleted");
        }
        String group = files.group;
        List<DesiredConnector> desired = files.connectors(session);
        Plan whole = Plan.between(desired, session.cluster().connectors(), Optional.of(group));
        Plan plan = new Plan(List.<Change>copyOf(whole.deletions()));
        new PlanPrinter(session).print(plan);
        if (dryRun || plan.isEmpty()) {
            return 0;
        }
        PruneRules.confirm(session, plan, group, yes, force);
        boolean isDone = new Deployment(session).carryOut(plan).isEmpty();
        return (isDone ? ExitCode.DONE : ExitCode.FAILED).number();
    }
}
