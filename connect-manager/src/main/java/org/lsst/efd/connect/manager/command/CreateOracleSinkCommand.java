package org.lsst.efd.connect.manager.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.shortcut.Shortcut;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "oracle-sink", aliases = "jdbc-sink", description = "Writes topics to Oracle, PostgreSQL or MariaDB.")
final class CreateOracleSinkCommand implements Callable<Integer> {
    /** The column that tells the windows of a table apart. */
    private static final String WINDOW_TIME = "event_time";

    private final Session session;

    @Mixin
    private final CreateOptions common = new CreateOptions();

    @Option(names = "--url", paramLabel = "JDBC-URL", description = "The database.")
    private @Nullable String url;

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "Its user; the password is KAFKA_CONNECT_JDBC_PASSWORD.")
    private @Nullable String user;

    @Option(
            names = {"-r", "--topic-regex"},
            paramLabel = "REGEX",
            description = "Topics, full match (KAFKA_CONNECT_TOPIC_REGEX; .*).")
    private @Nullable String topics;

    @Option(names = "--timestamp", paramLabel = "FIELD", description = "The event time.")
    private @Nullable String timestamp;

    @Option(names = "--aggregate", description = "Write windows with statistics instead of records.")
    private boolean aggregate;

    CreateOracleSinkCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Shortcut shortcut = Shortcut.of("org.lsst.efd.connect.oracle.OracleSinkConnector", common.tasks(session))
                .sinkTopics(
                        CreateOptions.given(session, topics, "KAFKA_CONNECT_TOPIC_REGEX")
                                .orElse(".*"),
                        Optional.empty())
                .set("connection.url", common.required("--url", url))
                .set("connection.user", Optional.ofNullable(user))
                .set("connection.password", common.password(session, "KAFKA_CONNECT_JDBC_PASSWORD"))
                .set("timestamp.field", Optional.ofNullable(timestamp))
                .set("aggregate.enabled", aggregate ? Optional.of("true") : Optional.empty())
                .set("timestamp.column", aggregate ? Optional.of(WINDOW_TIME) : Optional.empty())
                .sinkConsumer();
        return common.carryOut(session, "oracle-sink", shortcut);
    }
}
