package org.lsst.efd.connect.parquet.columnar;

import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.RequiresFallback;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter;
import org.apache.parquet.column.values.factory.ValuesWriterFactory;
import org.apache.parquet.column.values.fallback.FallbackValuesWriter;
import org.apache.parquet.column.values.plain.BooleanPlainValuesWriter;
import org.apache.parquet.column.values.plain.FixedLenByteArrayPlainValuesWriter;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridValuesWriter;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Makes the writer of a column for the encoding that was chosen; parquet-mr chooses by type alone. */
final class ValuesWriters implements ValuesWriterFactory {
    private final ValueEncoding chosen;
    private int slabBytes;
    private int pageBytes;
    private int dictionaryBytes;
    private boolean isVersion2;
    private ByteBufferAllocator allocator = org.apache.parquet.bytes.HeapByteBufferAllocator.getInstance();

    ValuesWriters(ValueEncoding chosen) {
        this.chosen = chosen;
    }

    @Override
    public void initialize(ParquetProperties properties) {
        slabBytes = properties.getInitialSlabSize();
        pageBytes = properties.getPageSizeThreshold();
        dictionaryBytes = properties.getDictionaryPageSizeThreshold();
        isVersion2 = properties.getWriterVersion() == ParquetProperties.WriterVersion.PARQUET_2_0;
        allocator = properties.getAllocator();
    }

    @Override
    public ValuesWriter newValuesWriter(ColumnDescriptor column) {
        PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
        int length = column.getPrimitiveType().getTypeLength();
        return switch (chosen) {
            case PLAIN -> plain(type, length);
            case DELTA -> delta(type);
            case BYTE_STREAM_SPLIT -> split(type, length);
            case DICTIONARY -> dictionary(type, length);
        };
    }

    /** Whether values of a type can have an encoding. */
    static boolean fits(ValueEncoding encoding, PrimitiveTypeName type) {
        return switch (encoding) {
            case PLAIN -> true;
            case DICTIONARY -> type != PrimitiveTypeName.BOOLEAN;
            case DELTA ->
                type == PrimitiveTypeName.INT32
                        || type == PrimitiveTypeName.INT64
                        || type == PrimitiveTypeName.BINARY
                        || type == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
            case BYTE_STREAM_SPLIT -> type != PrimitiveTypeName.BOOLEAN && type != PrimitiveTypeName.BINARY;
        };
    }

    private ValuesWriter plain(PrimitiveTypeName type, int length) {
        if (type == PrimitiveTypeName.BOOLEAN) {
            return isVersion2
                    ? new RunLengthBitPackingHybridValuesWriter(1, slabBytes, pageBytes, allocator)
                    : new BooleanPlainValuesWriter();
        }
        return type == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                ? new FixedLenByteArrayPlainValuesWriter(length, slabBytes, pageBytes, allocator)
                : new PlainValuesWriter(slabBytes, pageBytes, allocator);
    }

    private ValuesWriter delta(PrimitiveTypeName type) {
        return switch (type) {
            case INT32 -> new DeltaBinaryPackingValuesWriterForInteger(slabBytes, pageBytes, allocator);
            case INT64 -> new DeltaBinaryPackingValuesWriterForLong(slabBytes, pageBytes, allocator);
            default -> new DeltaByteArrayWriter(slabBytes, pageBytes, allocator);
        };
    }

    private ValuesWriter split(PrimitiveTypeName type, int length) {
        return switch (type) {
            case DOUBLE ->
                new ByteStreamSplitValuesWriter.DoubleByteStreamSplitValuesWriter(slabBytes, pageBytes, allocator);
            case FLOAT ->
                new ByteStreamSplitValuesWriter.FloatByteStreamSplitValuesWriter(slabBytes, pageBytes, allocator);
            case INT32 ->
                new ByteStreamSplitValuesWriter.IntegerByteStreamSplitValuesWriter(slabBytes, pageBytes, allocator);
            case INT64 ->
                new ByteStreamSplitValuesWriter.LongByteStreamSplitValuesWriter(slabBytes, pageBytes, allocator);
            default ->
                new ByteStreamSplitValuesWriter.FixedLenByteArrayByteStreamSplitValuesWriter(
                        length, slabBytes, pageBytes, allocator);
        };
    }

    @SuppressWarnings("deprecation") // the name of the encoding in files of version 1
    private ValuesWriter dictionary(PrimitiveTypeName type, int length) {
        Encoding ofData = isVersion2 ? Encoding.RLE_DICTIONARY : Encoding.PLAIN_DICTIONARY;
        Encoding ofPage = isVersion2 ? Encoding.PLAIN : Encoding.PLAIN_DICTIONARY;
        return switch (type) {
            case INT32 ->
                orElse(
                        new DictionaryValuesWriter.PlainIntegerDictionaryValuesWriter(
                                dictionaryBytes, ofData, ofPage, allocator),
                        isVersion2 ? delta(type) : plain(type, length));
            case INT64 ->
                orElse(
                        new DictionaryValuesWriter.PlainLongDictionaryValuesWriter(
                                dictionaryBytes, ofData, ofPage, allocator),
                        isVersion2 ? delta(type) : plain(type, length));
            case FLOAT ->
                orElse(
                        new DictionaryValuesWriter.PlainFloatDictionaryValuesWriter(
                                dictionaryBytes, ofData, ofPage, allocator),
                        plain(type, length));
            case DOUBLE ->
                orElse(
                        new DictionaryValuesWriter.PlainDoubleDictionaryValuesWriter(
                                dictionaryBytes, ofData, ofPage, allocator),
                        plain(type, length));
            case FIXED_LEN_BYTE_ARRAY ->
                orElse(
                        new DictionaryValuesWriter.PlainFixedLenArrayDictionaryValuesWriter(
                                dictionaryBytes, length, ofData, ofPage, allocator),
                        plain(type, length));
            case BINARY, INT96 ->
                orElse(
                        new DictionaryValuesWriter.PlainBinaryDictionaryValuesWriter(
                                dictionaryBytes, ofData, ofPage, allocator),
                        isVersion2 ? delta(type) : plain(type, length));
            case BOOLEAN -> plain(type, length);
        };
    }

    private static <I extends ValuesWriter & RequiresFallback> ValuesWriter orElse(I first, ValuesWriter fallback) {
        return FallbackValuesWriter.of(first, fallback);
    }
}
