package org.lsst.efd.connect.manager.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.files.DesiredState;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.plan.ServerCheck;
import org.lsst.efd.connect.manager.rest.Validation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "set", description = "Changes single keys of one connector, or of all that --match selects.")
final class SetCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "0..*", paramLabel = "NAME K=V…", description = "The connector (not with --match), then keys.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--unset", paramLabel = "KEY", description = "A key to remove.")
    private List<String> unset = new ArrayList<>();

    @Option(names = "--match", paramLabel = "REGEX", description = "All connectors whose whole name matches.")
    private @Nullable String match;

    SetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        NameSelection selection = new NameSelection();
        selection.match = match;
        List<String> assignments = new ArrayList<>(words);
        if (match == null && !assignments.isEmpty()) {
            selection.given.add(assignments.remove(0));
        }
        Map<String, Optional<String>> changes = changes(assignments);
        return new EachName(session, "changed").run(selection.names(session.cluster()), name -> change(name, changes));
    }

    private Map<String, Optional<String>> changes(List<String> assignments) {
        Map<String, Optional<String>> changes = new LinkedHashMap<>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw CommandFailure.usage("'" + assignment + "' is no KEY=VALUE");
            }
            changes.put(assignment.substring(0, equals), Optional.of(assignment.substring(equals + 1)));
        }
        unset.forEach(key -> changes.put(key, Optional.empty()));
        if (changes.isEmpty()) {
            throw CommandFailure.usage("Nothing to change: give KEY=VALUE or --unset KEY");
        }
        return changes;
    }

    private void change(String name, Map<String, Optional<String>> changes) {
        Map<String, String> config = new HashMap<>(session.cluster().config(name));
        new KnownSecrets(session).remember(config.getOrDefault("connector.class", ""), config);
        changes.forEach((key, value) -> value.ifPresentOrElse(text -> config.put(key, text), () -> config.remove(key)));
        config.remove("name");
        DesiredConnector changed = new DesiredConnector(name, config, DesiredState.RUNNING, Optional.empty(), name);
        session.redaction().rememberSecrets(config, session.plugins().secretKeys(changed.connectorClass()));
        ServerCheck.Finding finding = new ServerCheck(session.cluster(), session.plugins()).check(changed, false);
        if (!finding.mistakes().isEmpty()) {
            Validation.Mistake first = finding.mistakes().get(0);
            throw new CommandFailure(
                    ExitCode.REJECTED, "The server rejects the change: " + first.key() + ": " + first.message());
        }
        session.cluster().patchConfig(name, changes);
    }
}
