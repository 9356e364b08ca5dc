package org.lsst.efd.connect.influxdb.line;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.fields.FieldReader;

/**
 * The tags of the records of one schema, sorted by the UTF-8 bytes of their names as servers like them. The bytes of
 * the last record's tags are kept, because they seldom change. Not thread-safe.
 */
final class SeriesTags {
    private final List<Tag> tags;
    private final @Nullable Object[] lastValues;
    private byte[] lastBytes = {};
    private boolean isEncoded;

    private SeriesTags(List<Tag> tags) {
        this.tags = tags;
        this.lastValues = new @Nullable Object[tags.size()];
    }

    /** A tag: of a constant value, or read from the record. Never compared. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Tag(String name, byte[] key, Object constant, @Nullable FieldReader reader) {
        byte[] sortKey() {
            return name.getBytes(StandardCharsets.UTF_8);
        }
    }

    static SeriesTags of(
            String topic, @Nullable Schema schema, Map<String, String> constants, List<TagSource> sources) {
        List<Tag> tags = new ArrayList<>();
        constants.forEach((name, value) -> tags.add(new Tag(name, EscapedName.key(name), value, null)));
        for (TagSource source : sources) {
            tags.add(new Tag(
                    source.name(),
                    EscapedName.key(source.name()),
                    "",
                    source.path().readerFor(topic, schema)));
        }
        tags.sort(Comparator.comparing(Tag::sortKey, Arrays::compareUnsigned));
        return new SeriesTags(List.copyOf(tags));
    }

    /**
     * The tags of a value, each as {@code ,key=value}; null and empty ones are left out.
     *
     * @throws DataException if one is neither text, number nor boolean
     */
    byte[] encode(@Nullable Object value) {
        boolean isChanged = !isEncoded;
        for (int i = 0; i < lastValues.length; i++) {
            Tag tag = tags.get(i);
            Object now = tag.reader() == null ? tag.constant() : tag.reader().read(value);
            if (!Objects.equals(now, lastValues[i])) {
                lastValues[i] = now;
                isChanged = true;
            }
        }
        if (isChanged) {
            isEncoded = false;
            lastBytes = encodeLastValues();
            isEncoded = true;
        }
        return lastBytes;
    }

    private byte[] encodeLastValues() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < lastValues.length; i++) {
            Object value = lastValues[i];
            byte[] text = value == null ? new byte[0] : EscapedName.key(textOf(value, tags.get(i)));
            if (text.length > 0) {
                bytes.write(',');
                bytes.writeBytes(tags.get(i).key());
                bytes.write('=');
                bytes.writeBytes(text);
            }
        }
        return bytes.toByteArray();
    }

    private static String textOf(Object value, Tag tag) {
        if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new DataException("tag " + tag.name() + " is neither text, number nor boolean");
    }
}
