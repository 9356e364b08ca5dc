package org.lsst.efd.benchmarks.aggregation;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.connect.data.Struct;

/**
 * Hands structs over where Kafka Streams wants bytes: the bytes are the number of a slot. What a converter or an Avro
 * deserialiser costs is so spared, as it is for the stage. No more than so many may be on their way.
 */
final class StructHandover {
    private final Struct[] slots;
    private int next;

    StructHandover(int most) {
        slots = new Struct[most];
    }

    Serde<Struct> serde() {
        return Serdes.serdeFrom((topic, value) -> put(value), (topic, slot) -> take(slot));
    }

    private byte[] put(Struct value) {
        int slot = next;
        slots[slot] = value;
        next = (slot + 1) % slots.length;
        return ByteBuffer.allocate(Integer.BYTES).putInt(slot).array();
    }

    private Struct take(byte[] slot) {
        return slots[ByteBuffer.wrap(slot).getInt()];
    }
}
