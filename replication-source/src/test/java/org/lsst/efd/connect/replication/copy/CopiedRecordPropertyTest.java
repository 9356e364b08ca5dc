package org.lsst.efd.connect.replication.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.lsst.efd.connect.common.source.SourcePartitions;
import org.lsst.efd.connect.replication.offset.Delivery;
import org.lsst.efd.connect.replication.offset.Position;

class CopiedRecordPropertyTest {
    @Property
    void digitsAreThoseOfTheNumber(@ForAll @LongRange(min = 0) long number) {
        assertThat(new String(Provenance.digits(number), StandardCharsets.ISO_8859_1))
                .isEqualTo(Long.toString(number));
    }

    @Property(tries = 100)
    void aMapFindsTheVeryRecordAndNoEqualOne(@ForAll @LongRange(min = 0) long offset) {
        SourceRecord one = record(offset);
        SourceRecord same = record(offset);
        Map<SourceRecord, String> arrived = new HashMap<>();
        arrived.put(one, "one");
        arrived.put(same, "same");
        assertThat(arrived).hasSize(2).containsEntry(one, "one").containsEntry(same, "same");
        assertThat(one).hasSameHashCodeAs(same);
    }

    private static SourceRecord record(long offset) {
        ConnectHeaders headers = new ConnectHeaders();
        new Provenance("summit", new TopicPartition("a", 0)).addTo(headers, offset);
        return new CopiedRecord(
                SourcePartitions.ofPartition("summit", "a", 0),
                Position.of(offset, 0, "id", new Delivery(-1)),
                "a",
                0,
                Schema.BYTES_SCHEMA,
                null,
                Schema.BYTES_SCHEMA,
                new byte[0],
                0L,
                headers);
    }
}
