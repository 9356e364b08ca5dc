package org.lsst.efd.connect.influxdb.lanes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.lsst.efd.connect.common.errors.Bisection;
import org.lsst.efd.connect.common.sink.OutgoingRecord;

/**
 * The schemas of topics whose last record was refused. Where a field is stored with another type, the next record of the
 * schema will be refused as well. So the lines of each suspect travel together behind all others: the server says of them
 * how many it refused, and when that is all, nothing was sent in vain. Once a record of a suspect is stored, it is free
 * of suspicion. Not thread-safe: it belongs to a sender.
 */
final class Suspects {
    /** Where suspected lines must keep their places, trying each alone is no longer cheaper than looking for the bad. */
    private static final double MAX_ALONE = 0.1;

    private static final int MAX_SUSPECTS = 1_000;
    private static final int NONE = 0;

    private final IdentityHashMap<Schema, Map<String, Integer>> numbers = new IdentityHashMap<>();
    private int lastNumber = NONE;

    /** Arranges the lines of a batch that are still to be sent, and says how to try them. */
    Bisection arrange(Batch batch) {
        if (numbers.isEmpty()) {
            return new Bisection(batch.count());
        }
        int[] of = new int[batch.count()];
        Arrays.setAll(of, line -> numberOf(batch.record(line)));
        long suspected = Arrays.stream(of).filter(number -> number != NONE).count();
        if (suspected == 0) {
            return new Bisection(batch.count());
        }
        if (isOrderFree(batch, of)) {
            batch.sort(of);
            Arrays.sort(of);
            return new Bisection(batch.count(), changes(of));
        }
        return suspected <= MAX_ALONE * of.length ? new Bisection(of.length, aloneAmong(of)) : new Bisection(of.length);
    }

    private int numberOf(OutgoingRecord record) {
        Schema schema = record.record().valueSchema();
        return schema == null
                ? NONE
                : numbers.getOrDefault(schema, Map.of())
                        .getOrDefault(record.partition().topic(), NONE);
    }

    /** Whether no line overwrites one of another number. */
    private static boolean isOrderFree(Batch batch, int[] of) {
        Map<Long, Integer> points = new HashMap<>();
        for (int line = 0; line < of.length; line++) {
            if (of[line] != NONE) {
                Integer other = points.put(batch.pointHash(line), of[line]);
                if (other != null && other != of[line]) {
                    return false;
                }
            }
        }
        for (int line = 0; line < of.length; line++) {
            if (of[line] == NONE && points.containsKey(batch.pointHash(line))) {
                return false;
            }
        }
        return true;
    }

    private static List<Integer> changes(int[] of) {
        List<Integer> cuts = new ArrayList<>();
        for (int line = 1; line < of.length; line++) {
            if (of[line] != of[line - 1]) {
                cuts.add(line);
            }
        }
        return cuts;
    }

    private static List<Integer> aloneAmong(int[] of) {
        List<Integer> cuts = new ArrayList<>();
        for (int line = 1; line < of.length; line++) {
            if (of[line] != NONE || of[line - 1] != NONE) {
                cuts.add(line);
            }
        }
        return cuts;
    }

    /** The server has refused a line. */
    void refused(OutgoingRecord record) {
        Schema schema = record.record().valueSchema();
        if (schema != null && numbers.size() < MAX_SUSPECTS) {
            numbers.computeIfAbsent(schema, fresh -> new HashMap<>())
                    .computeIfAbsent(record.partition().topic(), fresh -> ++lastNumber);
        }
    }

    /** The server has stored a line. */
    void stored(OutgoingRecord record) {
        Schema schema = numbers.isEmpty() ? null : record.record().valueSchema();
        Map<String, Integer> ofSchema = schema == null ? null : numbers.get(schema);
        if (ofSchema != null) {
            ofSchema.remove(record.partition().topic());
            if (ofSchema.isEmpty()) {
                numbers.remove(schema);
            }
        }
    }

    /** Whether all lines of a range come from one schema of one topic, so that one reason holds for all. */
    static boolean isOneSource(Batch batch, Bisection.Range range) {
        OutgoingRecord first = batch.record(range.begin());
        for (int line = range.begin() + 1; line < range.end(); line++) {
            OutgoingRecord record = batch.record(line);
            if (record.record().valueSchema() != first.record().valueSchema()
                    || !record.partition().topic().equals(first.partition().topic())) {
                return false;
            }
        }
        return true;
    }
}
