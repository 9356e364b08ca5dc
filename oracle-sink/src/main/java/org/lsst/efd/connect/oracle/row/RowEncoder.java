package org.lsst.efd.connect.oracle.row;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.lsst.efd.connect.common.sink.OutgoingRecord;
import org.lsst.efd.connect.common.sink.WindowIdentity;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.offsets.Opening;
import org.lsst.efd.connect.oracle.table.TableName;

/**
 * Turns records into rows of tables. What can be known from topic and schema is compiled once; numbers go into the row
 * without allocation. Task thread only.
 */
public final class RowEncoder {
    private final Function<String, RowRules> rulesOf;
    private final ValueRules values;
    private final Identifiers identifiers;
    private final Map<TableName, Set<String>> wholeArrays;
    private final boolean areNamesCaseless;
    private final String connector;
    private final ValueCounts counts = new ValueCounts();
    private final Map<String, TableRows> byTopic = new HashMap<>();
    private final Map<TableName, TableRows> byName = new HashMap<>();

    /**
     * An encoder under these rules.
     *
     * @param rulesOf the rules of a topic, as the transforms named it
     * @param wholeArrays source paths of the arrays that tables keep whole already
     * @param areNamesCaseless whether the database does not tell column names apart that differ in case only
     * @param connector its name, for the comments of tables
     */
    public RowEncoder(
            Function<String, RowRules> rulesOf,
            ValueRules values,
            Identifiers identifiers,
            Map<TableName, Set<String>> wholeArrays,
            boolean areNamesCaseless,
            String connector) {
        this.rulesOf = rulesOf;
        this.values = values;
        this.identifiers = identifiers;
        this.wholeArrays = Map.copyOf(wholeArrays);
        this.areNamesCaseless = areNamesCaseless;
        this.connector = connector;
    }

    /** What became of values so far. */
    public ValueCounts counts() {
        return counts;
    }

    /** A row and its table. */
    public record Encoded(LogicalTable table, Row row) {}

    /**
     * The row of a record; empty for one without a value that is to be ignored.
     *
     * @throws DataException if it can never be written
     * @throws ConnectException if two topics would share a table that is not meant for several
     */
    public Optional<Encoded> encode(OutgoingRecord record, Opening opening) {
        if (record.record().value() == null) {
            switch (rulesOf.apply(record.record().topic()).nulls()) {
                case IGNORE -> {
                    counts.nullIgnored();
                    return Optional.empty();
                }
                case FAIL -> throw new DataException("the record has no value");
                case DELETE -> {}
            }
        }
        TableRows rows = rowsOf(record);
        return Optional.of(new Encoded(rows.table(), rows.rowOf(record, opening)));
    }

    private TableRows rowsOf(OutgoingRecord outgoing) {
        String topic = outgoing.record().topic();
        TableRows known = byTopic.get(topic);
        if (known == null) {
            RowRules rules = rulesOf.apply(topic);
            known = table(rules, outgoing);
            if (rules.isTablePerTopic()) {
                byTopic.put(topic, known);
            }
        }
        if (known.isOfWindows() != (outgoing.window() != null)) {
            throw new DataException(
                    "table " + known.table().name() + " cannot hold both windows and records as they are");
        }
        return known;
    }

    private TableRows table(RowRules rules, OutgoingRecord outgoing) {
        SinkRecord record = outgoing.record();
        Optional<String> schema = rules.schema().map(template -> identifiers.of(template.expand(record)));
        TableName name = new TableName(schema, identifiers.of(rules.table().expand(record)));
        TableRows rows = byName.computeIfAbsent(name, fresh -> newTable(fresh, rules, outgoing));
        if (!rules.isShared() && !rows.table().topic().equals(record.topic())) {
            throw new ConnectException("topics " + rows.table().topic() + " and " + record.topic()
                    + " would both be table " + name + "; set table.name or topic.rename.* for one of them");
        }
        return rows;
    }

    private TableRows newTable(TableName name, RowRules rules, OutgoingRecord outgoing) {
        WindowIdentity window = outgoing.window();
        TableKey key = window == null
                ? TableKey.of(rules, identifiers)
                : TableKey.ofWindows(rules, window.groupFields(), identifiers);
        LogicalTable table = new LogicalTable(
                name, rules, outgoing.record().topic(), connector, areNamesCaseless, List.copyOf(key.order()));
        wholeArrays.getOrDefault(name, Set.of()).forEach(table::keepWhole);
        return new TableRows(table, key, values, counts, identifiers);
    }
}
