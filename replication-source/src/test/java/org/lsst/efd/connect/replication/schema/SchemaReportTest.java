package org.lsst.efd.connect.replication.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lsst.efd.connect.replication.Told;
import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.RegistryOptions;
import org.lsst.efd.registry.SubjectVersion;

class SchemaReportTest {
    private final SchemaReport report = new SchemaReport();

    @Test
    void isNewsOnlyWhereItsNumbersHaveChanged() {
        assertThat(report.news()).isEmpty();
        report.registered(new SubjectVersion("t-value", 1));
        report.mapped();
        assertThat(report.news()).contains("1 subjects, 1 versions registered, 1 ids known, 0 conflicts");
        assertThat(report.news()).isEmpty();
        report.conflict();
        assertThat(report.news()).isPresent();
    }

    @Test
    @Timeout(60)
    void isLoggedAlsoWhereOnlyRecordsBringSchemas() {
        RegistryClient away = RegistryClient.open(RegistryOptions.of(URI.create("http://localhost:1")));
        IdResolver resolver = new Verification(new SourceSchemas(away, false), away, report);
        try (Told told = new Told();
                SchemaIds ids = new SchemaIds(resolver, report, Clock.systemUTC(), "schemas")) {
            ids.tellReport(Duration.ofMillis(1));
            report.mapped();
            told.await("1 ids known");
            report.mapped();
            told.await("2 ids known");
            assertThat(told.lines("1 ids known")).hasSize(1);
        }
    }
}
