package org.lsst.efd.quickstart.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lsst.efd.quickstart.stores.Content;

class AuditResultTest {
    private static final Content TEN = new Content(10, 10, 45);

    @Test
    void equalContentsEverywhereAreClean() {
        assertThat(result(TEN, TEN, true).isClean()).isTrue();
        assertThat(result(TEN, TEN, true).differences()).isEmpty();
    }

    @Test
    void nothingProducedIsNotClean() {
        assertThat(new AuditResult(List.of(), List.of()).isClean()).isFalse();
        assertThat(result(Content.NONE, Content.NONE, true).isClean()).isFalse();
    }

    @Test
    void aMissingADoubledAndAWrongRecordAreDifferences() {
        for (Content wrong : List.of(new Content(9, 9, 36), new Content(11, 10, 54), new Content(10, 10, 46))) {
            AuditResult result = result(TEN, wrong, true);
            assertThat(result.isClean()).isFalse();
            assertThat(result.differences()).singleElement().asString().contains("topic: Parquet");
            assertThat(result.table()).anyMatch(line -> line.contains("≠"));
        }
    }

    @Test
    void gapsInWhatWasProducedAreADifference() {
        assertThat(result(TEN, TEN, false).differences())
                .singleElement()
                .asString()
                .contains("gaps");
    }

    private static AuditResult result(Content expected, Content inParquet, boolean isSound) {
        Map<String, Content> found = new LinkedHashMap<>();
        found.put("InfluxDB", expected);
        found.put("Parquet", inParquet);
        return new AuditResult(List.of(new Finding("topic", isSound, expected, found)), List.of());
    }
}
