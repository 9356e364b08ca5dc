package org.lsst.efd.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class WireFormatTest {
    @Test
    void framesABodyBehindAZeroAndABigEndianId() {
        byte[] message = WireFormat.frame(0x01020384, new byte[] {9, 8});

        assertThat(message).containsExactly(0, 1, 2, 3, 0x84, 9, 8);
        assertThat(WireFormat.isFramed(message)).isTrue();
        assertThat(WireFormat.schemaId(message)).isEqualTo(0x01020384);
    }

    @Test
    void replacesNothingButTheId() {
        byte[] message = {0, 0, 0, 0, 7, 1, 2, 3};

        WireFormat.replaceSchemaId(message, -2);

        assertThat(message).containsExactly(0, 0xFF, 0xFF, 0xFF, 0xFE, 1, 2, 3);
        assertThat(WireFormat.schemaId(message)).isEqualTo(-2);
    }

    @Test
    void saysWhyBytesAreNotFramed() {
        assertThat(WireFormat.isFramed(new byte[] {0, 0, 0, 1})).isFalse();
        assertThat(WireFormat.isFramed(new byte[] {2, 0, 0, 0, 1})).isFalse();
        assertThatThrownBy(() -> WireFormat.schemaId(new byte[] {0, 0, 0, 1})).hasMessageContaining("4 bytes");
        assertThatThrownBy(() -> WireFormat.schemaId(new byte[] {1, 0, 0, 0, 1}))
                .hasMessageContaining("GUID");
        assertThatThrownBy(() -> WireFormat.schemaId(new byte[] {(byte) 200, 0, 0, 0, 1}))
                .hasMessageContaining("magic byte is 200");
        assertThatThrownBy(() -> WireFormat.replaceSchemaId(new byte[] {5, 0, 0, 0, 1}, 2))
                .hasMessageContaining("magic byte is 5");
    }
}
