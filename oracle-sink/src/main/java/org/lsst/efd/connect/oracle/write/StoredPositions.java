package org.lsst.efd.connect.oracle.write;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.oracle.dialect.Dialect;

/** Changes the stored positions of a connector that is stopped. */
public final class StoredPositions {
    private StoredPositions() {}

    /**
     * Sets where reading starts again, or forgets it where the offset is null.
     *
     * @throws ConnectException if the database does not do it
     */
    public static void alter(WriterRules rules, Map<TopicPartition, @Nullable Long> offsets) {
        if (offsets.isEmpty()) {
            return;
        }
        Map<TopicPartition, Optional<Long>> wanted = new HashMap<>();
        offsets.forEach((partition, offset) -> wanted.put(partition, Optional.ofNullable(offset)));
        try (Database database = Database.connect(rules, new WriteCounts(), rejected -> {}, () -> false);
                Connection connection = rules.connections().connect(Dialect.Purpose.CHANGES)) {
            var table = database.offsets().orElseThrow();
            database.schema().ensureOffsets(table);
            table.alter(connection::prepareStatement, wanted);
            connection.commit();
        } catch (SQLException failed) {
            throw new ConnectException("the stored positions were not changed: "
                    + rules.dialect().classify(failed) + ", " + rules.dialect().describe(failed));
        }
    }
}
