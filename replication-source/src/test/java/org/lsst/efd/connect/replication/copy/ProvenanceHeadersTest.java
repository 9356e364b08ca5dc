package org.lsst.efd.connect.replication.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lsst.efd.connect.common.source.SourcePartitions;
import org.lsst.efd.connect.replication.offset.Delivery;
import org.lsst.efd.connect.replication.offset.Position;

class ProvenanceHeadersTest {
    private static final Provenance PROVENANCE = new Provenance("summit", new TopicPartition("a", 3));
    private static final List<String> TEXTS = List.of(
            "efd.source.cluster=summit", "efd.source.topic=a", "efd.source.partition=3", "efd.source.offset=1234");

    private final Headers headers = new ProvenanceHeaders(PROVENANCE, 1_234);

    private static List<String> texts(Iterable<Header> headers) {
        List<String> texts = new ArrayList<>();
        for (Header header : headers) {
            assertThat(header.schema()).isEqualTo(Schema.BYTES_SCHEMA);
            texts.add(header.key() + "=" + new String((byte[]) header.value(), StandardCharsets.UTF_8));
        }
        return texts;
    }

    @Test
    void theySayWhereARecordIsFrom() {
        assertThat(texts(headers)).isEqualTo(TEXTS);
        assertThat(texts(headers)).as("again").isEqualTo(TEXTS);
        Iterator<Header> all = headers.iterator();
        all.forEachRemaining(any -> {});
        assertThatThrownBy(all::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void copiesAreTheSameAndStandAlone() {
        Headers copy = headers.duplicate();
        Headers made = new ConnectHeaders(headers);
        copy.clear();
        assertThat(texts(made)).isEqualTo(TEXTS);
        assertThat(texts(headers)).isEqualTo(TEXTS);
        assertThat(copy).isEmpty();
    }

    @Test
    void aRecordMadeOfARecordHasThem() {
        SourceRecord record = new CopiedRecord(
                SourcePartitions.ofPartition("summit", "a", 3),
                Position.of(1_235, 0, "id", new Delivery(-1)),
                "b",
                3,
                null,
                null,
                null,
                new byte[0],
                0L,
                (ConnectHeaders) headers);
        SourceRecord renamed = record.newRecord("c", 3, null, null, null, new byte[0], 0L);
        assertThat(texts(renamed.headers())).isEqualTo(TEXTS);
    }

    static Stream<Consumer<Headers>> changes() {
        return Stream.of(
                changed -> changed.addBytes("more", new byte[] {'x'}),
                changed -> changed.remove("efd.source.topic"),
                changed -> changed.remove("efd.source.offset").addBytes("efd.source.topic", new byte[] {'y'}),
                changed ->
                        changed.addBytes("efd.source.topic", new byte[] {'z'}).retainLatest(),
                changed ->
                        changed.addBytes("efd.source.topic", new byte[] {'z'}).retainLatest("efd.source.topic"),
                changed -> changed.apply(header -> header.rename(header.key() + ".renamed")),
                changed -> changed.apply(
                        "efd.source.offset", header -> header.with(Schema.BYTES_SCHEMA, new byte[] {'0'})),
                Headers::clear,
                ProvenanceHeadersTest::removeSecondAndLast);
    }

    private static void removeSecondAndLast(Headers changed) {
        Iterator<Header> all = changed.iterator();
        all.next();
        all.next();
        all.remove();
        all.next();
        all.next();
        all.remove();
        assertThat(all.hasNext()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aTransformThatChangesThemGetsWhatItWouldGetFromAList(Consumer<Headers> change) {
        Headers listed = new ConnectHeaders();
        PROVENANCE.addTo((ConnectHeaders) listed, 1_234);
        change.accept(listed);
        change.accept(headers);
        assertThat(texts(headers)).isEqualTo(texts(listed));
        assertThat(headers.size()).isEqualTo(listed.size());
        assertThat(headers.isEmpty()).isEqualTo(listed.isEmpty());
    }

    @Test
    void theyAreFoundByName() {
        assertThat(headers.lastWithName("efd.source.topic").key()).isEqualTo("efd.source.topic");
        assertThat(headers.lastWithName("other")).isNull();
        assertThat(headers.allWithName("efd.source.offset")).toIterable().hasSize(1);
    }

    @Test
    void theyEqualThoseOfTheSameRecord() {
        assertThat(headers)
                .isEqualTo(new ProvenanceHeaders(PROVENANCE, 1_234))
                .isNotEqualTo(new ProvenanceHeaders(PROVENANCE, 1_235))
                .hasSameHashCodeAs(new ProvenanceHeaders(PROVENANCE, 1_234));
    }
}
