package org.lsst.efd.connect.oracle.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OracleParsersTest {
    private static final Dialect ORACLE = Dialect.of("jdbc:oracle:thin:@h");

    @Test
    void bothParsersAcceptEveryStatement() {
        Map<String, List<String>> rejected = new TreeMap<>();
        int[] accepted = new int[1];
        Statements.of(ORACLE)
                .forEach((name, statements) -> statements.forEach(sql -> {
                    List<String> rejections = OracleParsers.rejections(sql);
                    if (rejections.isEmpty()) {
                        accepted[0]++;
                    } else {
                        rejected.put(sql, rejections);
                    }
                }));

        assertThat(rejected).isEmpty();
        assertThat(accepted[0]).isGreaterThan(40);
    }

    @Test
    void whatDruidLacksIsFiveFormsAndShardingSphereKnowsThemAll() {
        assertThat(OracleParsers.DRUID_LACKS).hasSize(5);
        List<String> excepted = new ArrayList<>();
        Statements.of(ORACLE).values().forEach(statements -> statements.stream()
                .filter(sql -> OracleParsers.DRUID_LACKS.stream()
                        .anyMatch(form -> form.matcher(sql).find()))
                .forEach(excepted::add));
        assertThat(excepted).isNotEmpty().allSatisfy(sql -> assertThat(OracleParsers.shardingSphere(sql))
                .isEmpty());
    }

    /** The parsers are lenient: a check that cannot fail is none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a parenthesis is lost|upsert|ON (|ON ",
                "a closing parenthesis is lost|create|CHAR(20), CONSTRAINT|CHAR(20, CONSTRAINT",
                "AS before the alias of a table|upsert|\" t USING|\" AS t USING",
                "another database's upsert|insert|INSERT INTO|INSERT OR REPLACE INTO",
                "back quotes|insert|\"EFD\".\"T\"|`EFD`.`T`",
                "a type of PostgreSQL|create|BINARY_DOUBLE|float8",
                "a type of MariaDB|create|NUMBER(19,0)|BIGINT",
                "text|create|CLOB|TEXT",
                "no columns|create by MONTH|\"TS\" TIMESTAMP(6) NOT NULL, |",
            })
    void somethingRejectsAMutant(String what, String name, String from, String to) {
        List<String> statements = Statements.of(ORACLE).getOrDefault(name, List.of());
        String sql = statements.get(0);
        assertThat(sql).as(what).contains(from);
        String mutant = sql.replace(from, to == null ? "" : to);
        if (what.equals("no columns")) {
            mutant = sql.replaceAll("\\(\"TS\".*? CONSTRAINT", "(CONSTRAINT");
        }

        assertThat(OracleParsers.rejections(mutant)).as(what + ": " + mutant).isNotEmpty();
    }

    @Test
    void anUpsertOfAnotherDatabaseIsRejected() {
        String insert = ORACLE.insert(new DmlTarget(
                        new org.lsst.efd.connect.oracle.table.TableName(java.util.Optional.empty(), "T"),
                        List.of(),
                        List.of()))
                .sql();
        assertThat(OracleParsers.rejections(insert + " ON CONFLICT (\"K\") DO NOTHING"))
                .isNotEmpty();
        assertThat(OracleParsers.ourRules("CREATE TABLE \"" + "x".repeat(129) + "\" (\"A\" NUMBER(1,0))"))
                .isPresent();
    }

    @Test
    void moreColumnsThanATableCanHaveAreRejected() {
        StringBuilder sql = new StringBuilder("CREATE TABLE \"T\" (");
        for (int i = 0; i < 1001; i++) {
            sql.append(i == 0 ? "" : ", ").append("\"C").append(i).append("\" NUMBER(1,0)");
        }
        assertThat(OracleParsers.ourRules(sql.append(')').toString())).isPresent();
    }
}
