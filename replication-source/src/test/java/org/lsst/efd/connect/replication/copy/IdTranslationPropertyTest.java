package org.lsst.efd.connect.replication.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.lsst.efd.registry.WireFormat;

class IdTranslationPropertyTest {
    @Property
    void onlyTheFourBytesOfTheIdChange(@ForAll int from, @ForAll int to, @ForAll @Size(max = 200) byte[] body) {
        byte[] message = WireFormat.frame(from, body);
        byte[] before = message.clone();
        WireFormat.replaceSchemaId(message, to);
        assertThat(WireFormat.schemaId(message)).isEqualTo(to);
        assertThat(message[0]).isEqualTo(before[0]);
        assertThat(Arrays.copyOfRange(message, 5, message.length)).isEqualTo(body);
    }
}
