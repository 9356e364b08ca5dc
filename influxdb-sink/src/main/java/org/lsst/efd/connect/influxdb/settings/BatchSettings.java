package org.lsst.efd.connect.influxdb.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.lsst.efd.connect.common.retry.RetrySettings;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.influxdb.lanes.LaneRules;

/** When lines are sent, how many at a time, and how much memory they may have. */
public final class BatchSettings {
    private enum Compression {
        AUTO,
        NONE,
        GZIP
    }

    public static final Setting<Integer> BYTES = Setting.integer("batch.bytes")
            .orElse(4 << 20)
            .between(1024, 1 << 28)
            .withDoc("A batch of this many bytes of line protocol is sent.");

    public static final Setting<Integer> LINES =
            Setting.integer("batch.lines").orElse(5000).atLeast(1).withDoc("A batch of this many lines is sent.");

    public static final Setting<Duration> LINGER =
            Setting.millis("batch.linger.ms").orElse(1000L).withDoc("A batch of this age is sent, however small.");

    public static final Setting<Integer> IN_FLIGHT = Setting.integer("influxdb.max.in.flight")
            .orElse(2)
            .between(1, 16)
            .withDoc(
                    "Number of lanes, each with one request in flight. A partition belongs to one lane, so its order is "
                            + "kept.");

    public static final Setting<Long> BUFFER_BYTES = Setting.number("buffer.max.bytes")
            .orElse(64L << 20)
            .atLeast(1 << 16)
            .withDoc("Memory for records that are not stored yet, in all lanes together. Above it consumption pauses, "
                    + "below half of it it resumes.");

    private static final Setting<Compression> COMPRESSION = Setting.choice("influxdb.compression", Compression.class)
            .orElse(Compression.AUTO)
            .withDoc("`auto` compresses but for servers on the same host: gzip pays only across a network.");

    private static final Setting<Integer> COMPRESSION_LEVEL = Setting.integer("influxdb.compression.level")
            .orElse(1)
            .between(1, 9)
            .withDoc("Level of gzip.");

    private BatchSettings() {}

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        return List.of(BYTES, LINES, LINGER, IN_FLIGHT, BUFFER_BYTES, COMPRESSION, COMPRESSION_LEVEL);
    }

    /** The rule over these settings. */
    public static void check(SettingValues values, Mistakes mistakes) {
        long max = values.get(BUFFER_BYTES) / (2L * values.get(IN_FLIGHT));
        if (values.get(BYTES) > max) {
            mistakes.on(BYTES, "must be at most " + max + ", which is " + BUFFER_BYTES + " / (2 x " + IN_FLIGHT + ")");
        }
    }

    /** When lanes send. */
    public static LaneRules lanes(SettingValues values) {
        return new LaneRules(
                values.get(IN_FLIGHT),
                values.get(BYTES),
                values.get(LINES),
                values.get(LINGER),
                RetrySettings.read(values));
    }

    /** How hard requests are compressed; empty for not at all. */
    public static OptionalInt gzipLevel(SettingValues values) {
        boolean isCompressed =
                switch (values.get(COMPRESSION)) {
                    case NONE -> false;
                    case GZIP -> true;
                    case AUTO -> !isSameHost(values.get(ConnectionSettings.URL).host());
                };
        return isCompressed ? OptionalInt.of(values.get(COMPRESSION_LEVEL)) : OptionalInt.empty();
    }

    private static boolean isSameHost(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException unknown) {
            return false;
        }
    }
}
