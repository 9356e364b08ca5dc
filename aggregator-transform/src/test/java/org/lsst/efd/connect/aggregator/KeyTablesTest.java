package org.lsst.efd.connect.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.lsst.efd.connect.aggregator.transform.TransformSettings;
import org.lsst.efd.connect.common.settings.KeyTable;
import org.lsst.efd.connect.common.settings.Settings;

class KeyTablesTest {
    @Test
    void theReadmeHoldsTheKeysOfTheTransform() throws IOException {
        check(TransformSettings.ALL, Path.of("README.md"));
    }

    @Test
    void theOtherDocumentHoldsTheKeysOfTheConnector() throws IOException {
        check(AggregatorSourceConfig.SETTINGS, Path.of("../docs/aggregator.md"));
    }

    private static void check(Settings settings, Path document) throws IOException {
        KeyTable table = KeyTable.of(settings);
        if (Boolean.getBoolean("keys.write")) {
            table.writeTo(document);
        }
        assertThat(table.isIn(document))
                .as("run with -Dkeys.write=true to mend it")
                .isTrue();
    }
}
