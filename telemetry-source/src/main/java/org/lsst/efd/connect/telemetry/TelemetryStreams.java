package org.lsst.efd.connect.telemetry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.common.time.LeapSeconds;
import org.lsst.efd.connect.common.time.TimestampSettings;
import org.lsst.efd.connect.telemetry.TelemetrySourceConfig.KeyChoice;
import org.lsst.efd.connect.telemetry.TelemetrySourceConfig.TimeChoice;
import org.lsst.efd.connect.telemetry.generate.GeneratedSchema;
import org.lsst.efd.connect.telemetry.replay.Replay;
import org.lsst.efd.connect.telemetry.replay.ReplayOptions;
import org.lsst.efd.connect.telemetry.schemas.SchemaFile;
import org.lsst.efd.connect.telemetry.signal.DisturbedTelemetry;
import org.lsst.efd.connect.telemetry.signal.Scramble;
import org.lsst.efd.connect.telemetry.signal.SignalOptions;
import org.lsst.efd.connect.telemetry.signal.SignalTelemetry;
import org.lsst.efd.connect.telemetry.stream.Frequency;
import org.lsst.efd.connect.telemetry.stream.Pace;
import org.lsst.efd.connect.telemetry.stream.Telemetry;
import org.lsst.efd.connect.telemetry.stream.TopicStream;

/** Makes the streams that a configuration describes. */
final class TelemetryStreams {
    private final SettingValues values;
    private final String prefix;

    TelemetryStreams(SettingValues values) {
        this.values = values;
        this.prefix = TelemetrySourceConfig.prefix(values);
    }

    /** Whether records wait until they are due. */
    boolean isPaced() {
        return values.get(
                        values.get(TelemetrySourceConfig.MODE) == TelemetrySourceConfig.Mode.REPLAY
                                ? TelemetrySourceConfig.REPLAY_SPEED
                                : TelemetrySourceConfig.FREQUENCY)
                > 0;
    }

    /** The streams of the topics whose number, in the order of all topics, is owned. */
    List<TopicStream> streams(IntPredicate isOwned) {
        return switch (values.get(TelemetrySourceConfig.MODE)) {
            case GENERATE -> generated(isOwned);
            case SCHEMAS -> fromSchemas(isOwned);
            case REPLAY -> replayed(isOwned);
        };
    }

    private List<TopicStream> generated(IntPredicate isOwned) {
        List<String> topics = TelemetrySourceConfig.topics(values);
        List<TopicStream> streams = new ArrayList<>();
        for (int i = 0; i < topics.size(); i++) {
            if (isOwned.test(i)) {
                streams.add(madeUp(topics.get(i), generatedSchema(i).schema(topics.get(i))));
            }
        }
        return streams;
    }

    private GeneratedSchema generatedSchema(int number) {
        List<Integer> counts = values.get(TelemetrySourceConfig.FIELDS_COUNT);
        return new GeneratedSchema(
                values.get(TelemetrySourceConfig.RECORD_FORM),
                values.get(TelemetrySourceConfig.SAL_INDEX_COUNT) > 0,
                counts.get(number % counts.size()),
                values.get(TelemetrySourceConfig.FIELDS_TYPES),
                values.get(TelemetrySourceConfig.ARRAYS_COUNT),
                values.get(TelemetrySourceConfig.ARRAYS_TYPE),
                values.get(TelemetrySourceConfig.NULL_RATIO) > 0,
                values.get(TelemetrySourceConfig.SEQUENCE_FIELD));
    }

    private List<TopicStream> fromSchemas(IntPredicate isOwned) {
        List<SchemaFile> files = TelemetrySourceConfig.schemaFiles(values);
        List<TopicStream> streams = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            if (isOwned.test(i)) {
                SchemaFile file = files.get(i);
                streams.add(madeUp(prefix + file.topic(), file.schema()));
            }
        }
        return streams;
    }

    private TopicStream madeUp(String topic, Schema schema) {
        double frequency = values.get(TelemetrySourceConfig.FREQUENCY);
        Frequency pace = Frequency.ofHz(frequency > 0 ? frequency : values.get(TelemetrySourceConfig.LOAD_FREQUENCY));
        SignalOptions options = new SignalOptions(
                values.get(TelemetrySourceConfig.SEED),
                pace.hz(),
                values.get(TelemetrySourceConfig.SEQUENCE_FIELD),
                Math.max(1, values.get(TelemetrySourceConfig.SAL_INDEX_COUNT)),
                values.get(TelemetrySourceConfig.ARRAYS_LENGTH),
                values.get(TelemetrySourceConfig.NULL_RATIO),
                values.get(TelemetrySourceConfig.NAN_RATIO),
                values.optional(TimestampSettings.LEAP_SECONDS).orElse(LeapSeconds.builtIn()));
        Telemetry telemetry = new DisturbedTelemetry(
                new SignalTelemetry(topic, schema, options),
                Scramble.seed(options.seed(), topic),
                values.get(TelemetrySourceConfig.DISORDER),
                values.get(TelemetrySourceConfig.FUTURE_RATIO));
        return stream(topic, pace, telemetry, maxCount(), startNs());
    }

    private List<TopicStream> replayed(IntPredicate isOwned) {
        double speed = values.get(TelemetrySourceConfig.REPLAY_SPEED);
        ReplayOptions options = new ReplayOptions(
                speed > 0 ? speed : 1,
                values.get(TelemetrySourceConfig.REPLAY_TIME) == TimeChoice.KEEP,
                Set.copyOf(values.get(TelemetrySourceConfig.REPLAY_TIME_FIELDS)),
                values.get(TelemetrySourceConfig.SEQUENCE_FIELD));
        List<Path> files = TelemetrySourceConfig.replayFiles(values);
        List<TopicStream> streams = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            if (isOwned.test(i)) {
                String topic = prefix + Replay.topicOf(files.get(i));
                Replay replay = Replay.of(files.get(i), GeneratedSchema.recordName(topic), options);
                long rows = values.get(TelemetrySourceConfig.REPLAY_LOOP) ? Long.MAX_VALUE : replay.rows();
                streams.add(stream(topic, replay.pace(), replay, Math.min(rows, maxCount()), null));
            }
        }
        return streams;
    }

    private TopicStream stream(String topic, Pace pace, Telemetry telemetry, long count, @Nullable Long fixedStartNs) {
        boolean isKeyed = values.get(TelemetrySourceConfig.KEY) == KeyChoice.SAL_INDEX;
        return new TopicStream(
                values.get(TelemetrySourceConfig.MODE).word(),
                topic,
                pace,
                telemetry,
                count,
                fixedStartNs,
                isKeyed ? "salIndex" : null);
    }

    private long maxCount() {
        long max = values.get(TelemetrySourceConfig.MESSAGES_MAX);
        return max == 0 ? Long.MAX_VALUE : max;
    }

    private @Nullable Long startNs() {
        return values.optional(TelemetrySourceConfig.START_TIME)
                .map(start -> start.getEpochSecond() * 1_000_000_000L + start.getNano())
                .orElse(null);
    }
}
