package org.lsst.efd.connect.parquet.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.parquet.avro.AvroCodec;
import org.lsst.efd.connect.parquet.avro.AvroFormat;
import org.lsst.efd.connect.parquet.columnar.Codec;
import org.lsst.efd.connect.parquet.columnar.Compression;
import org.lsst.efd.connect.parquet.columnar.ParquetFormat;
import org.lsst.efd.connect.parquet.columnar.ParquetRules;
import org.lsst.efd.connect.parquet.columnar.ValueEncoding;
import org.lsst.efd.connect.parquet.files.FileFormat;

/** What files look like. */
public final class FormatSettings {
    private static final int AVRO_LEVEL = 3;

    private enum Format {
        PARQUET,
        AVRO
    }

    private enum Compressions {
        ZSTD,
        SNAPPY,
        GZIP,
        LZ4,
        DEFLATE,
        BZIP2,
        XZ,
        NONE
    }

    private static final Setting<Format> FORMAT = Setting.choice("format", Format.class)
            .orElse(Format.PARQUET)
            .withDoc("`parquet`, or `avro` for Avro Object Container Files.");

    private static final Setting<Compressions> COMPRESSION = Setting.choice("compression", Compressions.class)
            .orElse(Compressions.ZSTD)
            .withDoc(
                    "Parquet knows `zstd`, `snappy`, `gzip`, `lz4` and `none`; Avro `zstd`, `snappy`, `deflate`, `bzip2`, "
                            + "`xz` and `none`.");

    private static final Setting<Integer> LEVEL = Setting.integer("compression.level")
            .orElse(3)
            .withDoc("Of `zstd` (1 to 22; above 3 telemetry gets no smaller), `gzip`, `deflate` and `xz` (1 to 9).");

    public static final Setting<Integer> ROW_GROUP_BYTES = Setting.integer("parquet.row.group.bytes")
            .orElse(67_108_864)
            .atLeast(65_536)
            .withDoc("Heap that the rows of a file may take before they are encoded as a row group; never more than an "
                    + "eighth of `buffer.max.bytes`.");

    private static final Setting<Integer> PAGE_BYTES = Setting.integer("parquet.page.bytes")
            .orElse(1_048_576)
            .between(1024, 1 << 28)
            .withDoc("Size at which a page of a column ends, and largest dictionary.");

    private static final Setting<Integer> VERSION = Setting.integer("parquet.version")
            .orElse(2)
            .between(1, 2)
            .withDoc("`2` has data pages of version 2 and delta encodings, `1` neither, for old readers.");

    private static final Setting<ValueEncoding> FLOATS = Setting.text("parquet.float.encoding")
            .orElse("byte_stream_split")
            .withDoc("Encoding of floating point columns: `byte_stream_split`, `plain` or `dictionary`.")
            .as(FormatSettings::encoding)
            .where(
                    encoding -> encoding != ValueEncoding.DELTA,
                    "must be byte_stream_split, plain or dictionary: floating point has no delta encoding");

    private FormatSettings() {}

    /** All settings of this group. */
    public static List<Setting<?>> all() {
        return List.of(
                FORMAT, COMPRESSION, LEVEL, ROW_GROUP_BYTES, PAGE_BYTES, VERSION, FLOATS, ColumnSettings.ALIASES);
    }

    /** The rules over these settings. */
    public static void check(SettingValues values, Mistakes mistakes) {
        Compressions compression = values.get(COMPRESSION);
        boolean isAvro = values.get(FORMAT) == Format.AVRO;
        List<String> known = isAvro ? names(AvroCodec.values()) : names(Codec.values());
        if (!known.contains(compression.name())) {
            mistakes.on(
                    COMPRESSION,
                    "must be one of " + String.join(", ", known).toLowerCase(Locale.ROOT) + " for this format");
            return;
        }
        int level = values.get(LEVEL);
        boolean isKnown = isAvro
                ? AvroCodec.valueOf(compression.name()).knows(level)
                : new Compression(Codec.valueOf(compression.name()), level).isKnown();
        if (!isKnown) {
            mistakes.on(LEVEL, "must be 1 to 22 for zstd, and 1 to 9 for gzip, deflate and xz");
        }
        if (isAvro && !values.get(ColumnSettings.ALIASES).isEmpty()) {
            mistakes.on(ColumnSettings.ALIASES, "is for Parquet only");
        }
        try {
            ColumnSettings.read(values);
        } catch (ConfigException | IllegalArgumentException wrong) {
            mistakes.on(ColumnSettings.ALIASES, String.valueOf(wrong.getMessage()));
        }
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }

    /** The format of new files. */
    public static FileFormat read(SettingValues values) {
        return values.get(FORMAT) == Format.AVRO ? avro(values) : parquet(values);
    }

    private static FileFormat avro(SettingValues values) {
        return new AvroFormat(AvroCodec.valueOf(values.get(COMPRESSION).name()), values.get(LEVEL));
    }

    private static FileFormat parquet(SettingValues values) {
        return new ParquetFormat(new ParquetRules(
                new Compression(Codec.valueOf(values.get(COMPRESSION).name()), values.get(LEVEL)),
                values.get(PAGE_BYTES),
                values.get(VERSION) == 2,
                values.get(FLOATS),
                ColumnSettings.read(values)));
    }

    /** All formats, to read files that were published before. */
    public static List<FileFormat> readable() {
        ParquetRules anyRules =
                new ParquetRules(new Compression(Codec.NONE, 0), 1, true, ValueEncoding.PLAIN, List.of());
        return List.of(new ParquetFormat(anyRules), new AvroFormat(AvroCodec.NONE, AVRO_LEVEL));
    }

    static ValueEncoding encoding(String text) {
        String wanted = text.trim().replace('-', '_');
        return Arrays.stream(ValueEncoding.values())
                .filter(encoding -> encoding.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + Arrays.stream(ValueEncoding.values())
                                .map(encoding -> encoding.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }
}
