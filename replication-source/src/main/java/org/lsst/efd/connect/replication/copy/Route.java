package org.lsst.efd.connect.replication.copy;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.replication.offset.Position;
import org.lsst.efd.connect.replication.target.TargetTopic;

/** How the records of one partition become records of its target. Used by one thread. */
final class Route {
    private static final Schema BYTES = Schema.OPTIONAL_BYTES_SCHEMA;
    /** Batch header, record header and lengths, at most. */
    private static final int FRAMING_BYTES = 100;

    private static final int HEADER_FRAMING_BYTES = 10;

    private final TargetTopic target;
    private final @Nullable Integer partition;
    private final Map<String, Object> sourcePartition;
    private final Optional<Provenance> provenance;
    private final int provenanceBytes;
    private final Optional<Decoding> decoding;

    Route(
            TargetTopic target,
            OptionalInt partition,
            Map<String, Object> sourcePartition,
            Optional<Provenance> provenance,
            int provenanceBytes,
            Optional<Decoding> decoding) {
        this.target = target;
        this.partition = partition.isPresent() ? partition.getAsInt() : null;
        this.sourcePartition = sourcePartition;
        this.provenance = provenance;
        this.provenanceBytes = provenanceBytes;
        this.decoding = decoding;
    }

    TargetTopic target() {
        return target;
    }

    /** Whether the target takes a record of this size. */
    boolean fits(ConsumerRecord<byte[], byte[]> record) {
        return sizeOf(record) <= target.maxRecordBytes();
    }

    /** The size of a record at the target, or somewhat more. */
    int sizeOf(ConsumerRecord<byte[], byte[]> record) {
        int size = FRAMING_BYTES + provenanceBytes + lengthOf(record.key()) + lengthOf(record.value());
        for (Header header : record.headers().toArray()) {
            size += HEADER_FRAMING_BYTES + header.key().length() * 3 + lengthOf(header.value());
        }
        return size;
    }

    private static int lengthOf(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** The record for the target. */
    SourceRecord record(ConsumerRecord<byte[], byte[]> record, Position position) {
        @Nullable
        Long timestamp = record.timestampType() == TimestampType.NO_TIMESTAMP_TYPE ? null : record.timestamp();
        ConnectHeaders headers = headers(record);
        if (decoding.isPresent()) {
            SchemaAndValue key = decoding.get().key(record);
            SchemaAndValue value = decoding.get().value(record);
            return new CopiedRecord(
                    sourcePartition,
                    position,
                    target.name(),
                    partition,
                    key.schema(),
                    key.value(),
                    value.schema(),
                    value.value(),
                    timestamp,
                    headers);
        }
        return new CopiedRecord(
                sourcePartition,
                position,
                target.name(),
                partition,
                BYTES,
                record.key(),
                BYTES,
                record.value(),
                timestamp,
                headers);
    }

    private ConnectHeaders headers(ConsumerRecord<byte[], byte[]> record) {
        Header[] ofSource = record.headers().toArray();
        if (ofSource.length == 0 && provenance.isPresent()) {
            return new ProvenanceHeaders(provenance.get(), record.offset());
        }
        ConnectHeaders headers = new ConnectHeaders();
        for (Header header : ofSource) {
            headers.add(header.key(), header.value(), BYTES);
        }
        if (provenance.isPresent()) {
            provenance.get().addTo(headers, record.offset());
        }
        return headers;
    }
}
