package org.lsst.efd.connect.parquet.columnar;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.lsst.efd.connect.parquet.rows.LeafColumn;

/**
 * Makes the pages (of version 2) of a column of numbers straight from its array, past the column writer of parquet-mr,
 * which takes values one by one, each through half a dozen virtual calls.
 *
 * <p>A page ends with a row. Its levels, statistics and sizes are those that a column writer would have made.
 */
final class PageFeed {
    private static final int MAX_ROWS = ParquetProperties.DEFAULT_PAGE_ROW_COUNT_LIMIT;
    private static final int LEVELS_BYTES = 64;

    private final LeafColumn column;
    private final Numbers numbers;
    private final ColumnDescriptor descriptor;
    private final ParquetProperties properties;
    private final PageWriter pages;
    private final int maxRep;
    private final int maxDef;

    /** Where a page of a column ends. */
    private record Page(int entry, int entryEnd, int rows, int value, int valueEnd) {
        int entries() {
            return entryEnd - entry;
        }

        int nulls() {
            return entries() - (valueEnd - value);
        }
    }

    PageFeed(Numbers numbers, ColumnDescriptor descriptor, ParquetProperties properties, PageWriter pages) {
        this.column = numbers.column();
        this.numbers = numbers;
        this.descriptor = descriptor;
        this.properties = properties;
        this.pages = pages;
        this.maxRep = descriptor.getMaxRepetitionLevel();
        this.maxDef = descriptor.getMaxDefinitionLevel();
    }

    void feed() throws IOException {
        int maxValues = Math.max(1, properties.getPageSizeThreshold() / numbers.bytesEach());
        Page page = new Page(0, 0, 0, 0, 0);
        while (page.entryEnd < column.entries()) {
            page = column.isPlain() ? nextPlain(page, maxValues) : next(page, maxValues);
            write(page);
        }
    }

    private Page nextPlain(Page last, int maxValues) {
        int rows = Math.min(column.entries() - last.entryEnd, Math.min(MAX_ROWS, maxValues));
        return new Page(last.entryEnd, last.entryEnd + rows, rows, last.valueEnd, last.valueEnd + rows);
    }

    private Page next(Page last, int maxValues) {
        int end = last.entryEnd;
        int rows = 0;
        int values = 0;
        for (; end < column.entries(); end++) {
            if (column.rep(end) == 0) {
                if (rows == MAX_ROWS || (rows > 0 && end - last.entryEnd >= maxValues)) {
                    break;
                }
                rows++;
            }
            values += column.def(end) == maxDef ? 1 : 0;
        }
        return new Page(last.entryEnd, end, rows, last.valueEnd, last.valueEnd + values);
    }

    private void write(Page page) throws IOException {
        ByteBufferAllocator allocator = properties.getAllocator();
        try (RunLengthBitPackingHybridEncoder reps = levels(maxRep, allocator);
                RunLengthBitPackingHybridEncoder defs = levels(maxDef, allocator)) {
            SizeStatistics sizes = encodeLevels(page, reps, defs);
            pages.writePageV2(
                    page.rows,
                    page.nulls(),
                    page.entries(),
                    maxRep == 0 ? BytesInput.empty() : reps.toBytes(),
                    maxDef == 0 ? BytesInput.empty() : defs.toBytes(),
                    numbers.encoding(),
                    numbers.encode(page.value, page.valueEnd),
                    statistics(page),
                    sizes,
                    GeospatialStatistics.noopBuilder().build());
        }
    }

    private RunLengthBitPackingHybridEncoder levels(int max, ByteBufferAllocator allocator) {
        return new RunLengthBitPackingHybridEncoder(
                BytesUtils.getWidthFromMaxInt(max), LEVELS_BYTES, properties.getPageSizeThreshold(), allocator);
    }

    /** Returns how often each level occurs. */
    private SizeStatistics encodeLevels(
            Page page, RunLengthBitPackingHybridEncoder reps, RunLengthBitPackingHybridEncoder defs)
            throws IOException {
        long[] repsCounted = new long[maxRep == 0 ? 0 : maxRep + 1];
        long[] defsCounted = new long[maxDef <= 1 ? 0 : maxDef + 1];
        for (int entry = page.entry; entry < page.entryEnd; entry++) {
            if (maxRep > 0) {
                int rep = column.rep(entry);
                reps.writeInt(rep);
                repsCounted[rep]++;
            }
            if (maxDef > 0) {
                int def = column.def(entry);
                defs.writeInt(def);
                if (maxDef > 1) {
                    defsCounted[def]++;
                }
            }
        }
        return new SizeStatistics(descriptor.getPrimitiveType(), 0, boxed(repsCounted), boxed(defsCounted));
    }

    private static List<Long> boxed(long[] counts) {
        return Arrays.stream(counts).boxed().toList();
    }

    private Statistics<?> statistics(Page page) {
        if (!properties.getStatisticsEnabled(descriptor)) {
            return Statistics.noopStats(descriptor.getPrimitiveType());
        }
        Statistics<?> statistics = Statistics.createStats(descriptor.getPrimitiveType());
        statistics.incrementNumNulls(page.nulls());
        if (page.valueEnd > page.value) {
            numbers.tell(statistics, page.value, page.valueEnd);
        }
        return statistics;
    }
}
