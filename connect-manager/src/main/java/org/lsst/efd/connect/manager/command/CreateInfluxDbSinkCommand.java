package org.lsst.efd.connect.manager.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.shortcut.Shortcut;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "influxdb-sink", description = "Writes topics to InfluxDB.")
final class CreateInfluxDbSinkCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final CreateOptions common = new CreateOptions();

    @Option(
            names = {"-i", "--influxdb-url", "--influxdb_url"},
            paramLabel = "URL",
            description = "InfluxDB (KAFKA_CONNECT_INFLUXDB_URL; http://localhost:8086).")
    private @Nullable String url;

    @Option(
            names = {"-d", "--database"},
            paramLabel = "NAME",
            description = "Database (KAFKA_CONNECT_DATABASE; mydb).")
    private @Nullable String database;

    @Option(
            names = {"-u", "--username"},
            paramLabel = "USER",
            description = "User (KAFKA_CONNECT_INFLUXDB_USERNAME); its password is KAFKA_CONNECT_INFLUXDB_PASSWORD.")
    private @Nullable String user;

    @Option(
            names = {"-r", "--topic-regex"},
            paramLabel = "REGEX",
            description = "Topics, full match (KAFKA_CONNECT_TOPIC_REGEX; .*).")
    private @Nullable String topics;

    @Option(
            names = {"-e", "--excluded-topic-regex", "--excluded_topic_regex", "--excluded_topics"},
            paramLabel = "REGEX",
            description = "Topics left out (KAFKA_CONNECT_EXCLUDED_TOPIC_REGEX).")
    private @Nullable String excluded;

    @Option(
            names = "--timestamp",
            paramLabel = "FIELD",
            description = "The event time (KAFKA_CONNECT_INFLUXDB_TIMESTAMP; the record's own).")
    private @Nullable String timestamp;

    @Option(names = "--tags", paramLabel = "FIELDS", description = "Fields as tags (KAFKA_CONNECT_INFLUXDB_TAGS).")
    private @Nullable String tags;

    @Option(
            names = "--remove-prefix",
            paramLabel = "TEXT",
            description = "Taken from the topic for the measurement (KAFKA_CONNECT_INFLUXDB_REMOVE_PREFIX).")
    private @Nullable String removedPrefix;

    @Option(
            names = "--error-policy",
            paramLabel = "POLICY",
            description = "NOOP, THROW or RETRY (KAFKA_CONNECT_ERROR_POLICY).")
    private Shortcut.@Nullable ErrorPolicy errorPolicy;

    @Option(names = "--max-retries", paramLabel = "N", description = "With RETRY (KAFKA_CONNECT_MAX_RETRIES).")
    private @Nullable String maxRetries;

    @Option(names = "--retry-interval", paramLabel = "MS", description = "With RETRY (KAFKA_CONNECT_RETRY_INTERVAL).")
    private @Nullable String retryInterval;

    @Option(
            names = "--check-interval",
            paramLabel = "MS",
            description = "How soon a new topic is found (KAFKA_CONNECT_CHECK_INTERVAL).")
    private @Nullable String checkInterval;

    @Option(names = "--aggregate", description = "Write windows with statistics instead of records.")
    private boolean aggregate;

    @Option(names = "--auto-update", description = "Not needed any more: the sink finds topics itself.")
    private boolean autoUpdate;

    @Option(
            names = "--progress-enabled",
            arity = "0..1",
            fallbackValue = "true",
            description = "Replaced by metrics and status --follow.")
    private @Nullable String progress;

    CreateInfluxDbSinkCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        tellWhatIsReplaced();
        Optional<String> login = given(user, "KAFKA_CONNECT_INFLUXDB_USERNAME").filter(name -> !name.equals("-"));
        Optional<String> password = common.password(session, "KAFKA_CONNECT_INFLUXDB_PASSWORD");
        Shortcut shortcut = Shortcut.of("org.lsst.efd.connect.influxdb.InfluxDbSinkConnector", common.tasks(session))
                .sinkTopics(
                        given(topics, "KAFKA_CONNECT_TOPIC_REGEX").orElse(".*"),
                        given(excluded, "KAFKA_CONNECT_EXCLUDED_TOPIC_REGEX")
                                .or(() -> session.environment("KAFKA_CONNECT_EXCLUDED_TOPICS")
                                        .map(CreateInfluxDbSinkCommand::anyOf)))
                .set("influxdb.url", given(url, "KAFKA_CONNECT_INFLUXDB_URL").orElse("http://localhost:8086"))
                .set(
                        "influxdb.database",
                        given(database, "KAFKA_CONNECT_DATABASE").orElse("mydb"))
                .set("influxdb.username", login)
                .set("influxdb.password", login.flatMap(name -> password))
                .set(
                        "timestamp.field",
                        given(timestamp, "KAFKA_CONNECT_INFLUXDB_TIMESTAMP")
                                .filter(field -> !field.equals("sys_time()")))
                .set("influxdb.tags", given(tags, "KAFKA_CONNECT_INFLUXDB_TAGS"))
                .sinkConsumer()
                .set("consumer.override.metadata.max.age.ms", given(checkInterval, "KAFKA_CONNECT_CHECK_INTERVAL"));
        given(removedPrefix, "KAFKA_CONNECT_INFLUXDB_REMOVE_PREFIX")
                .ifPresent(prefix -> shortcut.set("topic.rename.regex", Pattern.quote(prefix) + "(.*)")
                        .set("topic.rename.replacement", "$1"));
        policy().ifPresent(policy -> shortcut.errorPolicy(
                policy,
                given(maxRetries, "KAFKA_CONNECT_MAX_RETRIES"),
                given(retryInterval, "KAFKA_CONNECT_RETRY_INTERVAL")));
        if (aggregate) {
            shortcut.set("aggregate.enabled", "true");
        }
        return common.carryOut(session, "influxdb-sink", shortcut);
    }

    private Optional<String> given(@Nullable String option, String variable) {
        return CreateOptions.given(session, option, variable);
    }

    private Optional<Shortcut.ErrorPolicy> policy() {
        return Optional.ofNullable(errorPolicy)
                .or(() -> session.environment("KAFKA_CONNECT_ERROR_POLICY").map(word -> {
                    try {
                        return Shortcut.ErrorPolicy.valueOf(word.toUpperCase(Locale.ROOT));
                    } catch (IllegalArgumentException e) {
                        throw CommandFailure.usage(
                                "KAFKA_CONNECT_ERROR_POLICY is " + word + "; it can be NOOP, THROW or RETRY", e);
                    }
                }));
    }

    private static String anyOf(String commaSeparated) {
        List<String> quoted = new ArrayList<>();
        for (String topic : commaSeparated.split(",", -1)) {
            quoted.add(Pattern.quote(topic.strip()));
        }
        return String.join("|", quoted);
    }

    private void tellWhatIsReplaced() {
        if (autoUpdate) {
            session.console()
                    .remark("warning: --auto-update is not needed: with topics.regex the sink finds topics itself");
        }
        if (progress != null) {
            session.console().remark("warning: --progress-enabled is replaced by metrics and status --follow");
        }
        if ("sys_time()".equals(timestamp)) {
            session.console()
                    .remark("warning: --timestamp sys_time() is the record's own time now: a replay repeats it");
        }
    }
}
