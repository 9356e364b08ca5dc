package org.lsst.efd.connect.parquet.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.lsst.efd.connect.common.fields.Glob;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.connect.parquet.columnar.Codec;
import org.lsst.efd.connect.parquet.columnar.ColumnRule;
import org.lsst.efd.connect.parquet.columnar.Compression;

/** Exceptions for columns, under aliases as Connect's transforms have them. */
final class ColumnSettings {
    private static final String PREFIX = "parquet.columns.";
    private static final Set<String> KEYS =
            Set.of("match", "encoding", "compression", "compression.level", "bloom", "bloom.ndv", "statistics");

    static final Setting<List<String>> ALIASES = Setting.list("parquet.columns")
            .orElse(List.of())
            .withDoc("Names of exceptions for columns; the first that fits a column wins. For each: "
                    + "`parquet.columns.NAME.match` (globs on the dotted path in the record) and any of `.encoding` "
                    + "(`plain`, `dictionary`, `delta`, `byte_stream_split`), `.compression`, `.compression.level`, "
                    + "`.bloom` (`true` for a Bloom filter), `.bloom.ndv` (its number of distinct values), `.statistics` "
                    + "(`false` for none).");

    private ColumnSettings() {}

    /**
     * The exceptions that a configuration asks for.
     *
     * @throws IllegalArgumentException naming the key that is wrong
     */
    static List<ColumnRule> read(SettingValues values) {
        List<String> aliases = values.get(ALIASES);
        Map<String, String> all = values.startingWith(PREFIX);
        Set<String> unknown = new TreeSet<>(all.keySet());
        List<ColumnRule> rules = new ArrayList<>();
        for (String alias : aliases) {
            unknown.removeIf(key -> key.startsWith(alias + ".") && KEYS.contains(key.substring(alias.length() + 1)));
            rules.add(rule(alias, all));
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("has settings that are none of its own, or of no alias: " + PREFIX
                    + String.join(", " + PREFIX, unknown));
        }
        return rules;
    }

    private static ColumnRule rule(String alias, Map<String, String> all) {
        Reader reader = new Reader(alias, all);
        List<Glob> match = reader.optional("match", text -> Arrays.stream(text.split(","))
                        .map(pattern -> Glob.of(pattern.trim()))
                        .toList())
                .orElseThrow(() -> new IllegalArgumentException("needs " + PREFIX + alias + ".match"));
        Optional<Codec> codec = reader.optional("compression", ColumnSettings::codec);
        Optional<Integer> level = reader.optional("compression.level", Integer::parseInt);
        if (level.isPresent() && !new Compression(codec.orElse(Codec.ZSTD), level.get()).isKnown()) {
            throw new IllegalArgumentException(PREFIX + alias + ".compression.level is none of its codec");
        }
        return new ColumnRule(
                PREFIX + alias,
                match,
                reader.optional("encoding", FormatSettings::encoding),
                codec,
                level,
                reader.optional("bloom", ColumnSettings::flag).orElse(false),
                reader.optional("bloom.ndv", Long::parseLong),
                reader.optional("statistics", ColumnSettings::flag).orElse(true));
    }

    private record Reader(String alias, Map<String, String> all) {
        <T> Optional<T> optional(String key, Function<String, T> parser) {
            String text = all.get(alias + "." + key);
            try {
                return Optional.ofNullable(text).map(value -> parser.apply(value.trim()));
            } catch (NumberFormatException wrong) {
                throw new IllegalArgumentException(PREFIX + alias + "." + key + " must be a number", wrong);
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(PREFIX + alias + "." + key + " " + wrong.getMessage(), wrong);
            }
        }
    }

    private static Codec codec(String text) {
        return Arrays.stream(Codec.values())
                .filter(codec -> codec.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be one of " + Arrays.toString(Codec.values()).toLowerCase(Locale.ROOT)));
    }

    private static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }
}
