package org.lsst.efd.connect.oracle.offsets;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.lsst.efd.connect.common.sink.Position;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.table.TableName;

/**
 * The table of positions: a row for each connector, topic and partition, written in the transaction of the rows it tells
 * of.
 *
 * <ol>
 *   <li>A claim raises the epoch of a row; who finds another epoch than his own does not own the partition any more.
 *   <li>A transaction moves its rows, which locks them, always in the same order, and only from where its task left
 *       them: one round trip, where nothing is in the way.
 *   <li>A row that holds the planned position already tells that a commit of unknown outcome has happened.
 * </ol>
 *
 * <p>Immutable; the statements of a connection come as arguments, and are committed by the caller.
 */
public final class OffsetsTable {
    private static final int PAIRS_MAX = 500;
    private static final List<String> COLUMNS =
            List.of("CONNECTOR", "TOPIC", "KPARTITION", "NEXT_OFFSET", "TOLD_OFFSET", "EPOCH");
    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final String connector;
    private final TableName name;
    private final List<String> columns;
    private final Dialect dialect;

    public OffsetsTable(Dialect dialect, Identifiers identifiers, TableName name, String connector) {
        this.dialect = dialect;
        this.name = name;
        this.connector = connector;
        this.columns = COLUMNS.stream().map(identifiers::of).toList();
    }

    public TableName name() {
        return name;
    }

    /** The statement that makes the table. */
    public String create() {
        return dialect.createOffsets(name, columns);
    }

    private String column(int index) {
        return dialect.quoted(columns.get(index));
    }

    private String select(int pairs, String suffix) {
        return "SELECT " + columns.subList(1, 6).stream().map(dialect::quoted).collect(Collectors.joining(", "))
                + " FROM " + dialect.quoted(name) + " WHERE " + column(0) + " = ? AND (" + column(1) + ", " + column(2)
                + ") IN (" + Stream.generate(() -> "(?, ?)").limit(pairs).collect(Collectors.joining(", "))
                + ")" + suffix;
    }

    private String lock(int pairs) {
        return select(pairs, " ORDER BY " + column(1) + ", " + column(2) + " FOR UPDATE");
    }

    private String insert() {
        return "INSERT INTO " + dialect.quoted(name) + " ("
                + columns.stream().map(dialect::quoted).collect(Collectors.joining(", "))
                + ") VALUES (?, ?, ?, ?, ?, ?)";
    }

    private String whereRow() {
        return " WHERE " + column(0) + " = ? AND " + column(1) + " = ? AND " + column(2) + " = ?";
    }

    private String set() {
        return "UPDATE " + dialect.quoted(name) + " SET " + column(3) + " = ?, " + column(4) + " = ?" + whereRow();
    }

    private String move() {
        return set() + " AND " + column(3) + " = ? AND " + column(4) + " = ? AND " + column(5) + " = ?";
    }

    private String raise() {
        return "UPDATE " + dialect.quoted(name) + " SET " + column(5) + " = ?" + whereRow();
    }

    private String delete() {
        return "DELETE FROM " + dialect.quoted(name) + whereRow();
    }

    /** All statements, for checks of them; with so many partitions. */
    List<String> statements(int pairs) {
        return List.of(create(), lock(pairs), insert(), set(), move(), raise(), delete());
    }

    private record Stored(Place place, long epoch) {}

    private Map<TopicPartition, Stored> locked(Statements statements, Collection<TopicPartition> partitions)
            throws SQLException {
        List<TopicPartition> ordered = partitions.stream().sorted(ORDER).toList();
        Map<TopicPartition, Stored> found = new HashMap<>();
        for (int from = 0; from < ordered.size(); from += PAIRS_MAX) {
            List<TopicPartition> some = ordered.subList(from, Math.min(ordered.size(), from + PAIRS_MAX));
            // few different statements: the number of pairs is a power of two, the last pair repeats
            int pairs = Math.min(PAIRS_MAX, Integer.highestOneBit(2 * some.size() - 1));
            PreparedStatement statement = statements.prepared(lock(pairs));
            statement.setString(1, connector);
            for (int i = 0; i < pairs; i++) {
                TopicPartition partition = some.get(Math.min(i, some.size() - 1));
                statement.setString(2 + 2 * i, partition.topic());
                statement.setInt(3 + 2 * i, partition.partition());
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            new TopicPartition(rows.getString(1), rows.getInt(2)),
                            new Stored(new Place(rows.getLong(3), rows.getLong(4)), rows.getLong(5)));
                }
            }
        }
        return found;
    }

    /** Takes ownership of partitions; it counts, and the openings know it, when the caller has committed and says so. */
    public Claim claim(Statements statements, Collection<Opening> openings) throws SQLException {
        Map<TopicPartition, Stored> stored =
                locked(statements, openings.stream().map(Opening::partition).toList());
        Map<Opening, Stored> claimed = new HashMap<>();
        // one statement after the other: the second may close the first
        PreparedStatement raise = prepared(statements, raise());
        for (Opening opening : openings) {
            Stored known = stored.get(opening.partition());
            if (known != null) {
                raise.setLong(1, known.epoch() + 1);
                bindRow(raise, 2, opening.partition());
                raise.addBatch();
                claimed.put(opening, new Stored(known.place(), known.epoch() + 1));
            }
        }
        raise.executeBatch();
        PreparedStatement insert = prepared(statements, insert());
        for (Opening opening : openings) {
            if (!stored.containsKey(opening.partition())) {
                bindRow(insert, 1, opening.partition());
                bindPlace(insert, 4, Place.NOWHERE);
                insert.setLong(6, 1);
                insert.addBatch();
                claimed.put(opening, new Stored(Place.NOWHERE, 1));
            }
        }
        insert.executeBatch();
        return () -> claimed.forEach((opening, row) -> opening.claim(row.epoch(), row.place()));
    }

    /** A claim that is written. */
    @FunctionalInterface
    public interface Claim {
        /** Tells the openings, when the claim is committed. */
        void committed();
    }

    /** Nothing is left in it of an attempt that failed. */
    private static PreparedStatement prepared(Statements statements, String sql) throws SQLException {
        PreparedStatement statement = statements.prepared(sql);
        statement.clearBatch();
        return statement;
    }

    private void bindRow(PreparedStatement statement, int from, TopicPartition partition) throws SQLException {
        statement.setString(from, connector);
        statement.setString(from + 1, partition.topic());
        statement.setInt(from + 2, partition.partition());
    }

    /**
     * Moves the rows of a transaction to their planned positions.
     *
     * @param planned the position of each opening after it
     * @return the openings whose planned position is stored already, by a commit whose answer was lost, or that were
     *     closed and taken over meanwhile: their rows are to be left out
     * @throws Fenced if another task owns a partition that is open here
     */
    public Set<Opening> advance(Statements statements, Map<Opening, Position> planned) throws SQLException {
        List<Opening> openings = new ArrayList<>(planned.keySet());
        openings.sort(Comparator.comparing(Opening::partition, ORDER));
        if (openings.size() == 1 || dialect.countsRowsOfBatch()) {
            openings.removeAll(moved(statements, openings, planned));
            if (openings.isEmpty()) {
                return Set.of();
            }
        }
        Set<Opening> done = done(statements, openings, planned);
        openings.removeAll(done);
        move(statements, openings, planned);
        return done;
    }

    /** The openings whose rows stood where they were left, and are moved now. */
    private Set<Opening> moved(Statements statements, List<Opening> openings, Map<Opening, Position> planned)
            throws SQLException {
        // an attempt that found the position stored and failed later has noted it: it must be found again
        List<Opening> tried = openings.stream()
                .filter(opening -> !opening.stored().equals(planOf(opening, planned)))
                .toList();
        int[] counts = move(statements, tried, planned);
        Set<Opening> moved = new HashSet<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                moved.add(tried.get(i));
            }
        }
        return moved;
    }

    private int[] move(Statements statements, List<Opening> openings, Map<Opening, Position> planned)
            throws SQLException {
        if (openings.isEmpty()) {
            return new int[0];
        }
        PreparedStatement statement = prepared(statements, move());
        for (Opening opening : openings) {
            bindPlace(statement, 1, planOf(opening, planned));
            bindRow(statement, 3, opening.partition());
            bindPlace(statement, 6, opening.stored());
            statement.setLong(8, opening.epoch());
            if (openings.size() == 1) {
                return new int[] {statement.executeUpdate()};
            }
            statement.addBatch();
        }
        return statement.executeBatch();
    }

    private static Place planOf(Opening opening, Map<Opening, Position> planned) {
        return Place.of(Optional.ofNullable(planned.get(opening)).orElseThrow());
    }

    private static void bindPlace(PreparedStatement statement, int from, Place place) throws SQLException {
        statement.setLong(from, place.needed());
        statement.setLong(from + 1, place.told());
    }

    /** Locks the rows of openings and says which of them need nothing more. */
    private Set<Opening> done(Statements statements, List<Opening> openings, Map<Opening, Position> planned)
            throws SQLException {
        Map<TopicPartition, Stored> stored =
                locked(statements, openings.stream().map(Opening::partition).toList());
        Set<Opening> done = new HashSet<>();
        for (Opening opening : openings) {
            Place plan = planOf(opening, planned);
            Optional<Place> own = Optional.ofNullable(stored.get(opening.partition()))
                    .filter(row -> row.epoch() == opening.epoch())
                    .map(Stored::place);
            if (own.equals(Optional.of(plan))) {
                opening.stored(plan.position());
            } else if (own.equals(Optional.of(opening.stored()))) {
                continue;
            } else if (!opening.isClosed()) {
                throw new Fenced(opening.partition());
            }
            done.add(opening);
        }
        return done;
    }

    /** Takes note that a transaction is durable. */
    public static void committed(Map<Opening, Position> positions) {
        positions.forEach(Opening::stored);
    }

    /** Sets where reading starts again, or, where a position is empty, forgets it; for a connector that is stopped. */
    public void alter(Statements statements, Map<TopicPartition, Optional<Long>> offsets) throws SQLException {
        Map<TopicPartition, Stored> stored = locked(statements, offsets.keySet());
        PreparedStatement insert = prepared(statements, insert());
        PreparedStatement set = prepared(statements, set());
        PreparedStatement delete = prepared(statements, delete());
        for (Map.Entry<TopicPartition, Optional<Long>> entry : offsets.entrySet()) {
            TopicPartition partition = entry.getKey();
            Optional<Long> offset = entry.getValue();
            if (offset.isEmpty()) {
                bindRow(delete, 1, partition);
                delete.executeUpdate();
            } else if (stored.containsKey(partition)) {
                set.setLong(1, offset.get());
                set.setLong(2, -1);
                bindRow(set, 3, partition);
                set.executeUpdate();
            } else {
                bindRow(insert, 1, partition);
                insert.setLong(4, offset.get());
                insert.setLong(5, -1);
                insert.setLong(6, 0);
                insert.executeUpdate();
            }
        }
    }
}
