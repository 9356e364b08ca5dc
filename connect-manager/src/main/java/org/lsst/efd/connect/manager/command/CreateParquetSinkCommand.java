package org.lsst.efd.connect.manager.command;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.shortcut.Shortcut;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "parquet-sink",
        aliases = {"s3-sink", "hdfs-sink"},
        description = "Writes topics to Parquet files.")
final class CreateParquetSinkCommand implements Callable<Integer> {
    private static final String BY_DAY = "${topic}/year=${date:yyyy}/month=${date:MM}/day=${date:dd}";

    private final Session session;

    @Mixin
    private final CreateOptions common = new CreateOptions();

    @Option(names = "--path", paramLabel = "URL", description = "file:///…, hdfs://… or s3a://….")
    private @Nullable String path;

    @Option(
            names = {"-r", "--topic-regex"},
            paramLabel = "REGEX",
            description = "Topics, full match (KAFKA_CONNECT_TOPIC_REGEX; .*).")
    private @Nullable String topics;

    @Option(names = "--partition-by", paramLabel = "WHAT", description = "month, day, hour, or a template with ${…}.")
    private @Nullable String partitionBy;

    @Option(names = "--rotate-records", paramLabel = "N", description = "Records per file.")
    private @Nullable Long rotateRecords;

    @Option(names = "--rotate-bytes", paramLabel = "N", description = "Bytes per file.")
    private @Nullable Long rotateBytes;

    @Option(names = "--rotate-age", paramLabel = "TIME", description = "Age of a file.")
    private @Nullable Duration rotateAge;

    @Option(names = "--rotate-idle", paramLabel = "TIME", description = "Time without a record.")
    private @Nullable Duration rotateIdle;

    @Option(names = "--aggregate", description = "Write windows with statistics instead of records.")
    private boolean aggregate;

    CreateParquetSinkCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Shortcut shortcut = Shortcut.of("org.lsst.efd.connect.parquet.ParquetSinkConnector", common.tasks(session))
                .sinkTopics(
                        CreateOptions.given(session, topics, "KAFKA_CONNECT_TOPIC_REGEX")
                                .orElse(".*"),
                        Optional.empty())
                .set("store.url", common.required("--path", path))
                .set("path.template", Optional.ofNullable(partitionBy).map(CreateParquetSinkCommand::template))
                .set("rotate.records", Optional.ofNullable(rotateRecords).map(String::valueOf))
                .set("rotate.bytes", Optional.ofNullable(rotateBytes).map(String::valueOf))
                .set("rotate.age.ms", ms(rotateAge))
                .set("rotate.idle.ms", ms(rotateIdle))
                .set("aggregate.enabled", aggregate ? Optional.of("true") : Optional.empty())
                .sinkConsumer();
        return common.carryOut(session, "parquet-sink", shortcut);
    }

    private static Optional<String> ms(@Nullable Duration time) {
        return Optional.ofNullable(time).map(Duration::toMillis).map(String::valueOf);
    }

    private static String template(String what) {
        if (what.contains("${")) {
            return what;
        }
        return switch (what) {
            case "month" -> "${topic}/year=${date:yyyy}/month=${date:MM}";
            case "day" -> BY_DAY;
            case "hour" -> BY_DAY + "/hour=${date:HH}";
            default ->
                throw CommandFailure.usage("--partition-by " + what
                        + " is not month, day, hour or a template such as ${topic}/${field:x}");
        };
    }
}
