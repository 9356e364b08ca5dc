package org.lsst.efd.connect.oracle.dialect;

import com.alibaba.druid.DbType;
import com.alibaba.druid.sql.SQLUtils;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.shardingsphere.sql.parser.api.CacheOption;
import org.apache.shardingsphere.sql.parser.api.SQLParserEngine;

/**
 * Checks of Oracle statements without an Oracle server: two independent parsers, and our own rules, because the parsers
 * are lenient. None of them proves that a server accepts a statement.
 */
final class OracleParsers {
    /** Forms that Oracle documents and druid does not know; the only ones. */
    static final List<Pattern> DRUID_LACKS = Stream.of(
                    "USING INDEX LOCAL",
                    "ROW STORE COMPRESS ADVANCED",
                    "DROP PARTITION FOR \\(",
                    "DROP PARTITION .* UPDATE INDEXES",
                    "SET INTERVAL")
            .map(Pattern::compile)
            .toList();

    private static final Pattern TYPES = Pattern.compile("(?:NUMBER\\(\\d+,\\d+\\)|BINARY_FLOAT|BINARY_DOUBLE"
            + "|VARCHAR2\\(\\d+ CHAR\\)|CHAR\\(\\d+\\)|CLOB|BLOB|RAW\\(\\d+\\)|DATE|TIMESTAMP\\(\\d\\))(?: NOT NULL)?");
    private static final Pattern COLUMN =
            Pattern.compile("\"([^\"]*)\" ([^,\"]+?(?:\\([^)]*\\)[^,\"]*?)?)(?:, |\\)(?: |$))");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
    private static final int NAME_MAX = 128;
    private static final int COLUMNS_MAX = 1000;

    private static final SQLParserEngine SHARDING_SPHERE = new SQLParserEngine("Oracle", new CacheOption(1, 1));

    private OracleParsers() {}

    /** Who rejects a statement, and why; empty if nobody does. */
    static List<String> rejections(String sql) {
        return Stream.of(shardingSphere(sql), druid(sql), ourRules(sql))
                .flatMap(Optional::stream)
                .toList();
    }

    static Optional<String> shardingSphere(String sql) {
        try {
            SHARDING_SPHERE.parse(sql, false);
            return Optional.empty();
        } catch (RuntimeException rejected) {
            return Optional.of("ShardingSphere: " + rejected.getMessage());
        }
    }

    static Optional<String> druid(String sql) {
        if (DRUID_LACKS.stream().anyMatch(form -> form.matcher(sql).find())) {
            return Optional.empty();
        }
        try {
            SQLUtils.parseStatements(sql, DbType.oracle);
            return Optional.empty();
        } catch (RuntimeException rejected) {
            return Optional.of("druid: " + rejected.getMessage());
        }
    }

    static Optional<String> ourRules(String sql) {
        Matcher names = QUOTED.matcher(sql.replaceAll("'(?:[^']|'')*'", "''"));
        while (names.find()) {
            if (names.group(1).isEmpty() || names.group(1).length() > NAME_MAX) {
                return Optional.of("a name of " + names.group(1).length() + " characters");
            }
        }
        return sql.startsWith("CREATE TABLE") ? ofDefinitions(sql) : Optional.empty();
    }

    private static Optional<String> ofDefinitions(String sql) {
        String body = sql.substring(sql.indexOf('(') + 1)
                .replaceAll("CONSTRAINT .*", "")
                .replaceAll("PRIMARY KEY .*", "");
        Matcher columns = COLUMN.matcher(body + ") ");
        int count = 0;
        while (columns.find()) {
            count++;
            if (!TYPES.matcher(columns.group(2).trim()).matches()) {
                return Optional.of("column " + columns.group(1) + " of the type " + columns.group(2));
            }
        }
        if (count == 0 || count > COLUMNS_MAX) {
            return Optional.of(count + " columns");
        }
        return Optional.empty();
    }
}
