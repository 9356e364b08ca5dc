package org.lsst.efd.connect.replication.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.replication.Told;
import org.lsst.efd.registry.Compatibility;
import org.lsst.efd.registry.InTestRegistry;
import org.lsst.efd.registry.RegisteredSchema;
import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.RegistryOptions;

class WholeSubjectsTest {
    private final InTestRegistry source = InTestRegistry.start();
    private final InTestRegistry target = InTestRegistry.start();
    private final RegistryClient from =
            RegistryClient.open(RegistryOptions.of(source.url())).withoutRetries();
    private final RegistryClient to =
            RegistryClient.open(RegistryOptions.of(target.url())).withoutRetries();
    private final WholeSubjects subjects = new WholeSubjects(
            new SourceSchemas(from, false),
            new Translation(from, to, new TransferRules(false, true, false), name -> name, new SchemaReport()),
            Pattern.compile("day-.*"));

    @BeforeEach
    void register() {
        source.setCompatibility(Compatibility.NONE);
        source.register("day-1", fixed("A", 1));
        source.register("day-2", fixed("B", 1));
        source.register("day-2", fixed("B", 2));
        source.register("day-3", fixed("C", 1));
        source.register("night-1", fixed("D", 1));
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    @Test
    void aSubjectThatIsRefusedHoldsUpNoneAfterIt() {
        subjects.copy();
        assertThat(target.contents())
                .extracting(RegisteredSchema::subject)
                .containsExactlyInAnyOrder("day-1", "day-2", "day-3");
        assertThat(subjects.failures()).containsOnlyKeys("day-2");
        assertThat(subjects.failures().values()).allMatch(reason -> reason.contains("version 2 of subject day-2"));
    }

    @Test
    void whatFailedIsTriedAgain() {
        subjects.copy();
        to.setCompatibility("day-2", Compatibility.NONE);
        subjects.copy();
        assertThat(target.contents())
                .filteredOn(schema -> schema.subject().equals("day-2"))
                .hasSize(2);
        assertThat(subjects.failures()).isEmpty();
    }

    @Test
    void whatFailsForOneReasonIsToldOnce() {
        try (Told told = new Told()) {
            subjects.copy();
            subjects.copy();
            assertThat(told.lines("Subject day-2 is not at the target")).hasSize(1);
            target.failWith(InTestRegistry.Fault.status(503));
            subjects.copy();
            assertThat(told.lines("Subject day-2 is not at the target")).hasSize(2);
        }
    }

    @Test
    void nothingIsToldOfSubjectsThatAreLeftWhereTheTaskStops() {
        Thread copying = Thread.currentThread();
        target.onRequest(request -> {
            copying.interrupt();
            return Optional.of(InTestRegistry.Fault.dropped());
        });
        try (Told told = new Told()) {
            try {
                subjects.copy();
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(told.lines("day-")).isEmpty();
        }
        assertThat(subjects.failures()).isEmpty();
    }

    private static String fixed(String name, int size) {
        return "{\"type\":\"fixed\",\"name\":\"" + name + "\",\"size\":" + size + "}";
    }
}
