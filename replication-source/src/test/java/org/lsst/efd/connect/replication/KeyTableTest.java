package org.lsst.efd.connect.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.common.settings.KeyTable;

class KeyTableTest {
    @Test
    void theDocumentHoldsTheKeysOfTheConnector() throws IOException {
        Path document = Path.of("..", "docs", "replication-source.md");
        KeyTable table = KeyTable.of(ReplicationSourceConfig.SETTINGS);
        if (Boolean.getBoolean("keys.write")) {
            table.writeTo(document);
        }
        assertThat(table.isIn(document))
                .as("run with -Dkeys.write=true to mend it")
                .isTrue();
    }
}
