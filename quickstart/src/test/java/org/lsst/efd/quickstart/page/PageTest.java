package org.lsst.efd.quickstart.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.quickstart.audit.AuditResult;
import org.lsst.efd.quickstart.audit.Finding;
import org.lsst.efd.quickstart.stores.Content;

class PageTest {
    @TempDir
    private Path directory;

    @Test
    void aPageNeedsNothingElse() throws IOException {
        String page = page("a title");
        assertThat(page)
                .contains("uPlot=function", ".uplot", "Permission is hereby granted")
                .doesNotContain("src=", "href=", "@import", "/*uplot", "<!--");
    }

    @Test
    void namesDoNotEndAScriptAndAreNotMarkup() throws IOException {
        assertThat(page("</script><b>")).doesNotContain("</script><b>");
    }

    @Test
    void differencesStandOut() throws IOException {
        assertThat(page("t")).contains("<td class=\"different\">9</td>", "<td class=\"equal\">10</td>", "[1.0,null]");
    }

    private String page(String title) throws IOException {
        Content ten = new Content(10, 10, 45);
        Finding finding = new Finding(title, true, ten, Map.of("InfluxDB", ten, "Parquet", new Content(9, 9, 36)));
        Picture picture = new Picture(title, List.of(new double[] {1, Double.NaN}), List.of(new double[] {1, 2, 3, 4}));
        Path file = directory.resolve("page.html");
        Page.write(file, List.of("a summary"), List.of(picture), new AuditResult(List.of(finding), List.of()));
        return Files.readString(file);
    }
}
