package org.lsst.efd.connect.influxdb.line;

import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.lsst.efd.connect.common.fields.PlanCache;

/**
 * Encodes records as lines of line protocol.
 *
 * <p>What can be known from topic and schema is compiled once: the measurement, constant tags and the escaped name of
 * every field. Numbers go straight into the buffer and allocate nothing. Not thread-safe.
 */
public final class PointEncoder {
    /** Servers refuse a longer key: measurement, tags and one field with four bytes between. */
    private static final int KEY_MAX_BYTES = 65_535;

    private static final int KEY_SEPARATOR_BYTES = 4;

    private final PlanCache<PointPlan> plans;
    private final FieldWriter fields;
    private final FieldCounts counts = new FieldCounts();

    /** An encoder under these rules. */
    public PointEncoder(PointRules rules) {
        this.plans = new PlanCache<>((topic, schema) -> new PointPlan(rules, topic, schema));
        this.fields = new FieldWriter(rules.values());
    }

    /** What became of the fields so far. */
    public FieldCounts counts() {
        return counts;
    }

    /**
     * Appends the line of a record, with its line end.
     *
     * @param groupFields names of fields that become tags {@code group_<field>} as well, which tell windows of equal time
     *     apart; empty but for told windows
     * @param time in the unit of the wire
     * @return whether there is a line: a record without any field has none
     * @throws DataException if the record cannot be a line; the buffer is then as it was
     */
    public boolean encode(SinkRecord record, List<String> groupFields, long time, LineBuffer into) {
        int mark = into.size();
        boolean isWritten = false;
        try {
            isWritten = append(record, groupFields, time, into);
        } finally {
            if (!isWritten) {
                into.truncate(mark);
            }
            fields.addTo(counts, isWritten);
        }
        return isWritten;
    }

    private boolean append(SinkRecord record, List<String> groupFields, long time, LineBuffer into) {
        PointPlan plan = plans.planFor(record.topic(), record.valueSchema());
        int mark = into.size();
        plan.writeSeries(record, groupFields, into);
        int header = into.size();
        fields.begin(into);
        plan.writeFields(record, fields);
        if (fields.fields() == 0) {
            return false;
        }
        // the comma of the first field is the space between tags and fields
        into.array()[header] = ' ';
        int key = header - mark + KEY_SEPARATOR_BYTES + fields.longestPrefix() - 2;
        if (key > KEY_MAX_BYTES) {
            throw new DataException(
                    "measurement, tags and the longest field name have " + key + " bytes, more than " + KEY_MAX_BYTES);
        }
        into.append(' ');
        into.append(time);
        into.append('\n');
        return true;
    }
}
