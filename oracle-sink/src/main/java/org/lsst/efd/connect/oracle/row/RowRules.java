package org.lsst.efd.connect.oracle.row;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;
import org.lsst.efd.connect.common.flatten.Flattener;
import org.lsst.efd.connect.common.names.NameTemplate;
import org.lsst.efd.connect.common.time.RecordTime;
import org.lsst.efd.connect.oracle.table.TablePolicy;

/**
 * How the records of some topics become rows.
 *
 * @param schema template of the schema or owner; empty for that of the connection
 * @param table template of the table
 * @param isShared whether several topics may share a table
 * @param mode how records are written; windows are always upserted
 * @param nulls what becomes of records without a value
 * @param time the event time, for {@code policy.timestampColumn}
 * @param isTimeFine whether times are kept to the nanosecond where the database can
 * @param flattener with everything but the renaming of columns
 * @param arrays what becomes of arrays
 * @param arrayMax longest array that is flattened
 * @param longArrays what becomes of longer ones
 * @param types column types in the user's words; the first that fits counts
 */
public record RowRules(
        Optional<NameTemplate<SinkRecord>> schema,
        NameTemplate<SinkRecord> table,
        boolean isShared,
        InsertMode mode,
        KeyRules key,
        NullRule nulls,
        RecordTime time,
        boolean isTimeFine,
        Flattener flattener,
        ArrayForm arrays,
        int arrayMax,
        ArrayForm longArrays,
        List<TypeOverride> types,
        BatchLimits limits,
        TablePolicy policy) {

    /** Whether the table depends on the topic alone. */
    boolean isTablePerTopic() {
        return isTopicOnly(table) && schema.map(RowRules::isTopicOnly).orElse(true);
    }

    private static boolean isTopicOnly(NameTemplate<SinkRecord> template) {
        return template.variables().stream().allMatch(variable -> variable.equals("topic"));
    }
}
