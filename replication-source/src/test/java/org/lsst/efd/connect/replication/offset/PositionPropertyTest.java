package org.lsst.efd.connect.replication.offset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.common.Uuid;
import org.lsst.efd.connect.common.source.StoredPosition;

class PositionPropertyTest {
    @Property
    void whatIsStoredIsReadBackWhateverNumbersBecameOnTheWay(
            @ForAll @LongRange(min = 0) long offset, @ForAll @IntRange(min = -1) int epoch, @ForAll long topic) {
        Uuid topicId = new Uuid(topic, 1);
        Delivery delivery = new Delivery(-1);
        Position position = Position.of(offset, epoch, topicId.toString(), delivery);
        StoredPosition expected =
                new StoredPosition(offset, epoch < 0 ? Optional.empty() : Optional.of(epoch), Optional.of(topicId));

        assertThat(StoredOffsets.parse(position)).isEqualTo(expected);
        Map<String, Object> longs = new HashMap<>(position);
        longs.replaceAll((key, value) -> value instanceof Integer number ? Long.valueOf(number) : value);
        assertThat(StoredOffsets.parse(longs)).isEqualTo(expected);
        Map<String, Object> texts = new HashMap<>(position);
        texts.replaceAll((key, value) -> value.toString());
        assertThat(StoredOffsets.parse(texts)).isEqualTo(expected);

        assertThat(delivery.next()).isEqualTo(-1);
        position.delivered();
        assertThat(delivery.next()).isEqualTo(offset);
    }
}
