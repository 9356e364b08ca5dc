package org.lsst.efd.connect.oracle;

import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lsst.efd.connect.oracle.dialect.Dialect;
import org.lsst.efd.connect.oracle.names.Identifiers;
import org.lsst.efd.connect.oracle.schema.Layout;
import org.lsst.efd.connect.oracle.schema.SchemaKeeper;
import org.lsst.efd.connect.oracle.server.LocalDatabase;
import org.lsst.efd.connect.oracle.table.ColumnSpec;
import org.lsst.efd.connect.oracle.table.PartitionInterval;
import org.lsst.efd.connect.oracle.table.TableMark;
import org.lsst.efd.connect.oracle.table.TableName;
import org.lsst.efd.connect.oracle.table.TablePolicy;
import org.lsst.efd.connect.oracle.table.TableSpec;

/** What the writer does once an hour, done now. */
final class Maintenance {
    private Maintenance() {}

    static int prune(LocalDatabase database, String table, int retentionDays) {
        return prune(database.url(), database.user(), database.user(), table, retentionDays);
    }

    static int prune(String url, String user, String password, String table, int retentionDays) {
        Map<String, String> settings = new HashMap<>(OracleTasks.forUrl(url));
        settings.put("connection.user", user);
        settings.put("connection.password", password);
        OracleSinkConfig config = new OracleSinkConfig(settings);
        Dialect dialect = config.dialect();
        Identifiers identifiers = new Identifiers(dialect.folding(), dialect.identifierMax());
        TablePolicy policy = new TablePolicy(
                true,
                true,
                1000,
                Optional.of(identifiers.of("ts")),
                PartitionInterval.DAY,
                LocalDate.of(2020, 1, 1),
                2,
                retentionDays,
                false,
                "");
        TableSpec spec = new TableSpec(
                new TableName(Optional.empty(), identifiers.of(table)),
                List.<ColumnSpec>of(),
                List.of(),
                new TableMark(table, "sink", Set.of()),
                policy);
        try (SchemaKeeper keeper = new SchemaKeeper(dialect, config.writer().connections(), identifiers)) {
            Layout layout = keeper.ensure(spec);
            return keeper.partitions(layout.parts().get(0), spec)
                    .prune(LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
