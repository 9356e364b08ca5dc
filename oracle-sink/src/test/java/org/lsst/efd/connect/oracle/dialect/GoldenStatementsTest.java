package org.lsst.efd.connect.oracle.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every statement kind of every dialect, word by word. */
final class GoldenStatementsTest {
    @ParameterizedTest
    @ValueSource(strings = {"jdbc:oracle:thin:@h", "jdbc:h2:mem:x", "jdbc:postgresql://h/d", "jdbc:mariadb://h/d"})
    void statementsAreThoseOfTheGoldenFile(String url) throws IOException {
        Dialect dialect = Dialect.of(url);
        StringBuilder text = new StringBuilder();
        Statements.of(dialect).forEach((name, statements) -> {
            text.append("-- ").append(name).append('\n');
            statements.forEach(sql -> text.append(sql).append(";\n"));
        });
        Path golden = Path.of("src/test/resources/sql", dialect.name().toLowerCase(Locale.ROOT) + ".sql");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(golden, text);
        }
        assertThat(text.toString())
                .as("run this test with -Dgolden.write=true to write the file, and read what changed")
                .isEqualTo(Files.readString(golden));
    }
}
