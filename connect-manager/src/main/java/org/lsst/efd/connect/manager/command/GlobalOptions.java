package org.lsst.efd.connect.manager.command;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.output.OutputFormat;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of every command; they may stand before or after its name. */
final class GlobalOptions {
    @Option(
            names = {"-c", "--connect"},
            paramLabel = "URL[,URL…]",
            scope = ScopeType.INHERIT,
            description = "The workers of one cluster, tried in order (KAFKA_CONNECT_URL; http://localhost:8083).")
    @Nullable
    String connect;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "A named cluster instead of the current one (CONNECT_MANAGER_CONTEXT).")
    @Nullable
    String context;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            scope = ScopeType.INHERIT,
            description = "table, json, yaml or names.")
    @Nullable
    OutputFormat output;

    @Option(
            names = {"-b", "--broker"},
            paramLabel = "HOST:PORT",
            scope = ScopeType.INHERIT,
            description = "Kafka, for topics, lag and rewind (KAFKA_BROKER_URL).")
    @Nullable
    String broker;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Properties of the Kafka client, for TLS and logins.")
    @Nullable
    Path kafkaConfig;

    @Option(
            names = "--rest-user",
            paramLabel = "USER",
            scope = ScopeType.INHERIT,
            description = "For basic authentication at the workers (KAFKA_CONNECT_REST_USER).")
    @Nullable
    String restUser;

    @Option(
            names = "--rest-password-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Holds the password (or KAFKA_CONNECT_REST_PASSWORD).")
    @Nullable
    Path restPasswordFile;

    @Option(
            names = "--rest-ca",
            paramLabel = "PEM",
            scope = ScopeType.INHERIT,
            description = "Certificates to trust at the workers.")
    @Nullable
    Path restCa;

    @Option(
            names = "--rest-cert",
            paramLabel = "PEM",
            scope = ScopeType.INHERIT,
            description = "The client's certificate chain.")
    @Nullable
    Path restCert;

    @Option(
            names = "--rest-key",
            paramLabel = "PEM",
            scope = ScopeType.INHERIT,
            description = "The client's private key, PKCS#8.")
    @Nullable
    Path restKey;

    @Option(names = "--insecure", scope = ScopeType.INHERIT, description = "Accept any certificate of the workers.")
    boolean insecure;

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            scope = ScopeType.INHERIT,
            description = "To make a connection (5s).")
    Duration connectTimeout = Duration.ofSeconds(5);

    @Option(names = "--timeout", paramLabel = "TIME", scope = ScopeType.INHERIT, description = "For an answer (30s).")
    Duration timeout = Duration.ofSeconds(30);

    @Option(
            names = "--rebalance-timeout",
            paramLabel = "TIME",
            scope = ScopeType.INHERIT,
            description = "How long to repeat a request while the cluster rebalances (60s).")
    Duration rebalanceTimeout = Duration.ofSeconds(60);

    @Option(names = "--show-secrets", scope = ScopeType.INHERIT, description = "Do not mask; only at a terminal.")
    boolean showSecrets;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Print requests and stack traces to standard error.")
    boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;
}
