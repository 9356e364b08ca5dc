package org.lsst.efd.connect.manager.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.context.NamedCluster;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description = "Adds or replaces a named cluster, from the options of this call (--connect, --broker, …).",
        footer = "Secrets are given as references: env:NAME or file:PATH.")
final class ContextAddCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The name of the cluster.")
    private String name = "";

    @Option(names = "--rest-password-ref", paramLabel = "env:NAME|file:PATH", description = "Where the password is.")
    private @Nullable String restPassword;

    @Option(names = "--kafka-username", paramLabel = "USER", description = "For SASL at the brokers.")
    private @Nullable String kafkaUser;

    @Option(names = "--kafka-password-ref", paramLabel = "env:NAME|file:PATH", description = "Where its password is.")
    private @Nullable String kafkaPassword;

    @Option(names = "--var", paramLabel = "K=V", description = "A variable for files.")
    private Map<String, String> variables = new LinkedHashMap<>();

    ContextAddCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Map<String, String> settings = new TreeMap<>(session.givenSettings());
        reference("--rest-password-ref", restPassword, "rest-password", settings);
        reference("--kafka-password-ref", kafkaPassword, "kafka-password", settings);
        if (kafkaUser != null) {
            settings.put("kafka-username", kafkaUser);
        }
        if (!settings.containsKey("connect")) {
            throw CommandFailure.usage("A context needs the URLs of its workers: --connect URL[,URL…]");
        }
        session.contexts().with(name, new NamedCluster(settings, variables)).write();
        session.console()
                .remark("The context " + name + " is saved in "
                        + session.surroundings().contextsFile());
        return 0;
    }

    private static void reference(String option, @Nullable String value, String key, Map<String, String> settings) {
        if (value == null) {
            return;
        }
        if (!value.startsWith("env:") && !value.startsWith("file:")) {
            throw CommandFailure.usage(option + " is a reference, env:NAME or file:PATH, never the password itself");
        }
        settings.put(key, value);
    }
}
