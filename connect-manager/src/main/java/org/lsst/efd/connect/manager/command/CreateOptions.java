package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.files.DesiredState;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.output.OutputFormat;
import org.lsst.efd.connect.manager.plan.Plan;
import org.lsst.efd.connect.manager.secrets.SecretKeys;
import org.lsst.efd.connect.manager.shortcut.Shortcut;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all shortcuts have in common: the name, single keys, and what is done with the result. */
final class CreateOptions {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The name of the connector (KAFKA_CONNECT_NAME).")
    @Nullable
    String positionalName;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "The same.")
    @Nullable
    String name;

    @Option(
            names = {"-t", "--tasks-max"},
            paramLabel = "N",
            description = "Tasks (KAFKA_CONNECT_TASKS_MAX; 1).")
    @Nullable
    Integer tasks;

    @Option(names = "--set", paramLabel = "K=V", description = "A key of the configuration.")
    Map<String, String> keys = new LinkedHashMap<>();

    @Option(names = "--dry-run", description = "Print the file this stands for; change nothing.")
    boolean dryRun;

    @Option(
            names = {"-v", "--validate"},
            description = "Only ask the server about it.")
    boolean validate;

    @Option(
            names = {"-p", "--password"},
            paramLabel = "PASSWORD",
            description = "Refused: everyone on the machine could see it. Use --password-file or the environment.")
    @Nullable
    String refusedPassword;

    @Option(names = "--password-file", paramLabel = "FILE", description = "Holds the password of the destination.")
    @Nullable
    Path passwordFile;

    @Option(names = "--wait", paramLabel = "TIME", description = "How long to wait until it runs (60s).")
    Duration wait = Duration.ofSeconds(60);

    /** The value of an option that this kind of connector cannot do without; the former tool took a file instead. */
    String required(String option, @Nullable String value) {
        refuseFile();
        if (value == null) {
            throw CommandFailure.usage("Missing required option: " + option);
        }
        return value;
    }

    /** The value of an option, of the environment, or none. */
    static Optional<String> given(Session session, @Nullable Object option, String variable) {
        return Optional.ofNullable(option).map(String::valueOf).or(() -> session.environment(variable));
    }

    int tasks(Session session) {
        String text = given(session, tasks, "KAFKA_CONNECT_TASKS_MAX").orElse("1");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw CommandFailure.usage("KAFKA_CONNECT_TASKS_MAX is " + text + ", which is no number", e);
        }
    }

    /** The password of the destination, from the file or the environment. */
    Optional<String> password(Session session, String variable) {
        if (refusedPassword != null) {
            session.redaction().remember(refusedPassword);
            throw CommandFailure.usage(
                    "A password on the command line can be seen by everyone on this machine; use --password-file or "
                            + variable);
        }
        Optional<String> password = session.environment(variable);
        if (passwordFile != null) {
            try {
                password = Optional.of(Files.readString(passwordFile).strip());
            } catch (IOException e) {
                throw CommandFailure.usage("The password file " + passwordFile + " cannot be read", e);
            }
        }
        password.ifPresent(session.redaction()::remember);
        return password;
    }

    /** Prints, validates or creates the connector, as the options say. */
    int carryOut(Session session, String defaultName, Shortcut shortcut) {
        Map<String, String> config = shortcut.config();
        config.putAll(keys);
        DesiredConnector connector = new DesiredConnector(
                connectorName(session, defaultName), config, DesiredState.RUNNING, Optional.empty(), "create");
        new KnownSecrets(session).remember(List.of(connector));
        if (dryRun) {
            print(session, connector, config);
            return 0;
        }
        Deployment deployment = new Deployment(session);
        Plan plan = deployment.plan(List.of(connector), Optional.empty());
        deployment.check(List.of(connector), true);
        if (validate) {
            session.console().remark("The server accepts " + connector.name());
            return 0;
        }
        new PlanPrinter(session).print(plan);
        if (!deployment.carryOut(plan).isEmpty()) {
            return ExitCode.FAILED.number();
        }
        new AwaitRunning(session).await(List.of(connector), wait);
        return 0;
    }

    private String connectorName(Session session, String defaultName) {
        Optional<String> found = Optional.ofNullable(positionalName)
                .or(() -> Optional.ofNullable(name))
                .or(() -> session.environment("KAFKA_CONNECT_NAME"));
        refuseFile();
        return found.orElse(defaultName);
    }

    private void refuseFile() {
        String file = positionalName;
        if (file != null && file.endsWith(".json") && Files.exists(Path.of(file))) {
            throw CommandFailure.usage(
                    file + " is a file: deploy it with upload " + file + " -n NAME, or apply -f " + file);
        }
    }

    private static void print(Session session, DesiredConnector connector, Map<String, String> ordered) {
        SecretKeys keys = SecretKeys.byName();
        ObjectNode document = ConnectorDocuments.object();
        document.put("name", connector.name());
        document.put("state", connector.state().word());
        ObjectNode config = document.putObject("config");
        ordered.forEach((key, value) -> config.put(key, session.redaction().masked(key, value, keys)));
        if (session.console().format() == OutputFormat.JSON) {
            session.console().document(document);
        } else {
            session.console().yamlDocument(document);
        }
    }
}
