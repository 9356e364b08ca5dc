package org.lsst.efd.connect.avro.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.avro.decode.DecodePlan;
import org.lsst.efd.connect.avro.encode.AvroOutput;
import org.lsst.efd.connect.avro.encode.EncodePlan;
import org.lsst.efd.connect.avro.framing.SchemaTexts;
import org.lsst.efd.connect.avro.random.PlainForm;
import org.lsst.efd.connect.avro.random.RandomAvro;
import org.lsst.efd.connect.avro.random.RandomMessage;

/** The schemas that the control system registers, where they are at hand. */
final class SalSchemasTest {
    private static Path folder() {
        String configured = Optional.ofNullable(System.getProperty("EFD_SHARED_DATA"))
                .or(() -> Optional.ofNullable(System.getenv("EFD_SHARED_DATA")))
                .orElse("../../shared/data");
        return Path.of(configured).resolve("sal");
    }

    @Test
    void everySchemaKeepsItsUnitsAndItsValues() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(folder()), "no shared data: set EFD_SHARED_DATA");
        List<Path> files;
        try (Stream<Path> all = Files.list(folder())) {
            files = all.filter(file -> file.toString().endsWith(".avsc")).toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            Schema avro = SchemaTexts.parse(Files.readString(file));
            Object datum = new RandomAvro(new Random(1)).datum(avro);
            byte[] message = RandomMessage.binary(avro, datum);

            SchemaAndValue read = new DecodePlan.Compiler(MappingOptions.DEFAULTS, Projection.ALL, false)
                    .compile(avro, null)
                    .decode(message, 0, message.length);
            Schema back = new ConnectToAvro(MappingOptions.DEFAULTS).map(read.schema());
            AvroOutput out = new AvroOutput();
            EncodePlan.compile(read.schema(), back, MappingOptions.DEFAULTS).encode(read.value(), out);

            assertThat(PlainForm.of(read.value())).as(file.toString()).isEqualTo(PlainForm.of(datum));
            assertThat(out.toByteArray()).as(file.toString()).isEqualTo(message);
            for (Schema.Field field : avro.getFields()) {
                assertThat(back.getField(field.name()).getObjectProp("units"))
                        .as(file + " " + field.name())
                        .isEqualTo(field.getObjectProp("units"));
                assertThat(back.getField(field.name()).defaultVal())
                        .as(file + " " + field.name())
                        .isEqualTo(field.defaultVal());
            }
        }
    }
}
