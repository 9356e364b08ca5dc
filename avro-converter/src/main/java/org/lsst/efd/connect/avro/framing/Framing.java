package org.lsst.efd.connect.avro.framing;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.jspecify.annotations.Nullable;

/** One way to frame messages. Not thread-safe: it belongs to one converter of one task. */
public interface Framing extends AutoCloseable {
    /**
     * The value of a message.
     *
     * @throws org.apache.kafka.connect.errors.DataException if the message can never be decoded
     * @throws org.apache.kafka.connect.errors.RetriableException if the registry is away
     * @throws org.apache.kafka.connect.errors.ConnectException if the registry refuses to answer
     */
    SchemaAndValue decode(String topic, byte[] message);

    /**
     * The message of a value, which is not null.
     *
     * @throws org.apache.kafka.connect.errors.DataException if the value can never be encoded
     * @throws org.apache.kafka.connect.errors.RetriableException if the registry is away
     * @throws org.apache.kafka.connect.errors.ConnectException if the registry refuses to answer
     */
    byte[] encode(String topic, @Nullable Schema schema, Object value);

    @Override
    default void close() {}
}
