package org.lsst.efd.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

final class WireFormatPropertyTest {
    @Property
    void readsTheIdThatWasWritten(@ForAll int id, @ForAll byte[] body) {
        byte[] message = WireFormat.frame(id, body);

        assertThat(WireFormat.schemaId(message)).isEqualTo(id);
        assertThat(Arrays.copyOfRange(message, WireFormat.PREFIX_BYTES, message.length))
                .isEqualTo(body);
    }

    @Property
    void replacesTheIdAndNothingElse(@ForAll int before, @ForAll int after, @ForAll byte[] body) {
        byte[] message = WireFormat.frame(before, body);

        WireFormat.replaceSchemaId(message, after);

        assertThat(message).isEqualTo(WireFormat.frame(after, body));
    }

    @Property
    void takesAnyBytesForFramedOrSaysWhyNot(@ForAll @Size(max = 8) byte[] bytes) {
        byte[] before = bytes.clone();
        if (WireFormat.isFramed(bytes)) {
            WireFormat.replaceSchemaId(bytes, WireFormat.schemaId(bytes));
        } else {
            try {
                WireFormat.schemaId(bytes);
                throw new AssertionError("took unframed bytes");
            } catch (IllegalArgumentException refusal) {
                assertThat(refusal).hasMessageMatching(".*(too short|GUID|magic byte).*");
            }
        }
        assertThat(bytes).isEqualTo(before);
    }
}
