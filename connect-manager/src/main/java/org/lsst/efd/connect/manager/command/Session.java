package org.lsst.efd.connect.manager.command;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.context.Contexts;
import org.lsst.efd.connect.manager.context.NamedCluster;
import org.lsst.efd.connect.manager.kafka.KafkaAdmin;
import org.lsst.efd.connect.manager.kafka.KafkaConnection;
import org.lsst.efd.connect.manager.kafka.KafkaQueries;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.output.Console;
import org.lsst.efd.connect.manager.output.OutputFormat;
import org.lsst.efd.connect.manager.rest.ConnectCluster;
import org.lsst.efd.connect.manager.rest.Connector;
import org.lsst.efd.connect.manager.rest.PluginCatalog;
import org.lsst.efd.connect.manager.rest.TlsFiles;
import org.lsst.efd.connect.manager.rest.WorkerConnection;
import org.lsst.efd.connect.manager.secrets.Redaction;
import org.lsst.efd.connect.manager.secrets.SecretKeys;

/**
 * What the commands of one call share: the settings in force (option, environment, context, default), and what is made
 * from them when it is first asked for. Not thread-safe.
 */
final class Session implements AutoCloseable {
    private final GlobalOptions options;
    private final Surroundings surroundings;
    private @Nullable Redaction redaction;
    private @Nullable Console console;
    private @Nullable ConnectCluster cluster;
    private @Nullable PluginCatalog plugins;
    private @Nullable KafkaQueries kafka;
    private @Nullable NamedCluster context;

    Session(GlobalOptions options, Surroundings surroundings) {
        this.options = options;
        this.surroundings = surroundings;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    boolean isDebugging() {
        return options.debug;
    }

    Redaction redaction() {
        if (redaction == null) {
            if (options.showSecrets && !surroundings.terminal().isInteractive()) {
                throw CommandFailure.usage("--show-secrets needs a terminal: the output goes to a pipe or a file");
            }
            redaction = options.showSecrets ? Redaction.showing() : Redaction.masking();
        }
        return redaction;
    }

    Console console() {
        if (console == null) {
            console =
                    new Console(surroundings.out(), surroundings.err(), surroundings.terminal(), format(), redaction());
        }
        return console;
    }

    private OutputFormat format() {
        if (options.output != null) {
            return options.output;
        }
        String named = context().settings().getOrDefault("output", "table");
        try {
            return OutputFormat.valueOf(named.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(
                    "The context's output is " + named + "; it can be table, json, yaml or names", e);
        }
    }

    Contexts contexts() {
        return Contexts.in(surroundings.contextsFile());
    }

    NamedCluster context() {
        if (context == null) {
            Contexts contexts = contexts();
            Optional<String> name = Optional.ofNullable(options.context)
                    .or(() -> environment("CONNECT_MANAGER_CONTEXT"))
                    .or(contexts::current);
            context = name.map(contexts::named).orElseGet(NamedCluster::unknown);
        }
        return context;
    }

    ConnectCluster cluster() {
        if (cluster == null) {
            cluster = ConnectCluster.at(workers(), surroundings.pause(), this::debugLine, this::learnSecrets);
        }
        return cluster;
    }

    PluginCatalog plugins() {
        if (plugins == null) {
            plugins = new PluginCatalog(cluster());
        }
        return plugins;
    }

    /** A trace may repeat any value of the configuration; those a plugin declares secret are asked for only then. */
    private void learnSecrets(Connector connector) {
        SecretKeys keys =
                connector.status().hasFailed() ? plugins().secretKeys(connector.connectorClass()) : SecretKeys.byName();
        redaction().rememberSecrets(connector.config(), keys);
    }

    private void debugLine(String line) {
        if (options.debug) {
            console().remark("debug: " + line);
        }
    }

    /** Kafka itself, where it is known how to reach it. */
    Optional<KafkaQueries> kafka() {
        if (kafka == null) {
            Optional<KafkaConnection> connection = kafkaConnection();
            if (connection.isEmpty()) {
                return Optional.empty();
            }
            kafka = KafkaAdmin.at(connection.get(), options.timeout);
        }
        return Optional.of(kafka);
    }

    /** Kafka itself, or a failure that says what needs it. */
    KafkaQueries requiredKafka(String why) {
        return kafka().orElseThrow(() ->
                CommandFailure.usage(why + " is asked of Kafka itself: give --broker or KAFKA_BROKER_URL"));
    }

    @Override
    public void close() {
        if (kafka != null) {
            kafka.close();
        }
    }

    private Optional<KafkaConnection> kafkaConnection() {
        Optional<String> brokers = setting(options.broker, "KAFKA_BROKER_URL", "broker");
        Optional<String> password = setting(null, "KAFKA_PASSWORD", "kafka-password")
                .map(value -> Contexts.resolved(value, surroundings.environment()));
        password.ifPresent(redaction()::remember);
        Optional<KafkaConnection> connection = brokers.map(list -> new KafkaConnection(
                list,
                Optional.ofNullable(options.kafkaConfig)
                        .or(() -> Optional.ofNullable(context().settings().get("kafka-config"))
                                .map(Path::of)),
                setting(null, "KAFKA_USERNAME", "kafka-username"),
                password));
        connection.ifPresent(made -> redaction().rememberSecrets(made.fileProperties(), SecretKeys.byName()));
        return connection;
    }

    private WorkerConnection workers() {
        Optional<String> password = restPassword();
        password.ifPresent(redaction()::remember);
        if (options.insecure) {
            console().remark("warning: --insecure accepts any certificate; whoever is in between reads everything");
        }
        List<URI> urls = new ArrayList<>();
        Optional<WorkerConnection.Login> login = setting(options.restUser, "KAFKA_CONNECT_REST_USER", "rest-user")
                .map(user -> new WorkerConnection.Login(
                        user,
                        password.orElseThrow(() -> CommandFailure.usage("The user " + user
                                + " has no password: give --rest-password-file or KAFKA_CONNECT_REST_PASSWORD"))));
        for (String text : urlList().split(",", -1)) {
            URI url = url(text.strip());
            login = login.or(() -> loginIn(url));
            urls.add(withoutLogin(url));
        }
        return new WorkerConnection(
                urls, options.connectTimeout, options.timeout, options.rebalanceTimeout, login, tls());
    }

    /** The worker URLs in force, as one text. */
    String workerList() {
        return urlList();
    }

    private String urlList() {
        String option = options.connect;
        if (option != null && option.matches(".*://[^/]*@.*")) {
            throw CommandFailure.usage("A password in --connect can be seen by everyone on this machine; use "
                    + "--rest-user and --rest-password-file");
        }
        return setting(option, "KAFKA_CONNECT_URL", "connect").orElse("http://localhost:8083");
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text);
            if (url.getHost() == null || !List.of("http", "https").contains(String.valueOf(url.getScheme()))) {
                throw CommandFailure.usage(
                        "--connect " + text + " is no worker URL such as http://host:8083 (for the former "
                                + "-c CHECK_INTERVAL of create use --check-interval)");
            }
            return url;
        } catch (URISyntaxException e) {
            throw CommandFailure.usage("--connect holds something that is no URL: " + e.getReason(), e);
        }
    }

    private Optional<WorkerConnection.Login> loginIn(URI url) {
        String userInfo = url.getUserInfo();
        if (userInfo == null || !userInfo.contains(":")) {
            return Optional.empty();
        }
        String password = userInfo.substring(userInfo.indexOf(':') + 1);
        redaction().remember(password);
        return Optional.of(new WorkerConnection.Login(userInfo.substring(0, userInfo.indexOf(':')), password));
    }

    private static URI withoutLogin(URI url) {
        String userInfo = url.getRawUserInfo();
        return userInfo == null ? url : URI.create(url.toString().replace(userInfo + "@", ""));
    }

    private Optional<String> restPassword() {
        if (options.restPasswordFile != null) {
            try {
                return Optional.of(Files.readString(options.restPasswordFile).strip());
            } catch (IOException e) {
                throw CommandFailure.usage("The password file " + options.restPasswordFile + " cannot be read", e);
            }
        }
        return setting(null, "KAFKA_CONNECT_REST_PASSWORD", "rest-password")
                .map(value -> Contexts.resolved(value, surroundings.environment()));
    }

    private TlsFiles tls() {
        return new TlsFiles(
                file(options.restCa, "rest-ca"),
                file(options.restCert, "rest-cert"),
                file(options.restKey, "rest-key"),
                options.insecure);
    }

    private Optional<Path> file(@Nullable Path option, String inContext) {
        return Optional.ofNullable(option)
                .or(() ->
                        Optional.ofNullable(context().settings().get(inContext)).map(Path::of));
    }

    /** The setting in force: option, environment, context. */
    private Optional<String> setting(@Nullable String option, String variable, String inContext) {
        Supplier<Optional<String>> ofContext =
                () -> Optional.ofNullable(context().settings().get(inContext));
        return Optional.ofNullable(option).or(() -> environment(variable)).or(ofContext);
    }

    /** A variable of the environment that is set to something. */
    Optional<String> environment(String variable) {
        return Optional.ofNullable(surroundings.environment().get(variable)).filter(value -> !value.isEmpty());
    }

    /** The settings given as options of this call, by their names in a context. */
    Map<String, String> givenSettings() {
        Map<String, String> given = new TreeMap<>();
        put(given, "connect", options.connect);
        put(given, "broker", options.broker);
        put(given, "rest-user", options.restUser);
        put(given, "kafka-config", options.kafkaConfig);
        put(given, "rest-ca", options.restCa);
        put(given, "rest-cert", options.restCert);
        put(given, "rest-key", options.restKey);
        if (options.output != null) {
            given.put("output", options.output.name().toLowerCase(Locale.ROOT));
        }
        return given;
    }

    private static void put(Map<String, String> settings, String key, @Nullable Object value) {
        if (value != null) {
            settings.put(key, value instanceof Path path ? path.toAbsolutePath().toString() : value.toString());
        }
    }

    /** The variables of the context. */
    Map<String, String> contextVariables() {
        return context().variables();
    }
}
