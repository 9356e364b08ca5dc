package org.lsst.efd.connect.manager.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.plan.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "diff", description = "What apply would do, key by key; reads only.")
final class DiffCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final FileOptions files = new FileOptions();

    @Option(names = "--exit-code", description = "End with 3 where something differs.")
    private boolean exitCode;

    @Option(names = "--prune", description = "Also what prune would delete; needs --group.")
    private boolean prune;

    DiffCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Optional<String> group = PruneRules.group(prune, files.group);
        Plan plan = new Deployment(session).plan(files.connectors(session), group);
        new PlanPrinter(session).print(plan);
        return (exitCode && !plan.isEmpty() ? ExitCode.DIFFERENT : ExitCode.DONE).number();
    }
}
