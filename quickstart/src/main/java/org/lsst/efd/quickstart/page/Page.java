package org.lsst.efd.quickstart.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.lsst.efd.quickstart.audit.AuditResult;
import org.lsst.efd.quickstart.audit.Finding;
import org.lsst.efd.quickstart.stores.Content;

/** One HTML file that needs nothing else: the plotting library (uPlot, MIT licence) is in it. */
public final class Page {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Page() {}

    /**
     * Writes the page.
     *
     * @param summary sentences about the run
     */
    public static void write(Path file, List<String> summary, List<Picture> pictures, AuditResult audit)
            throws IOException {
        String uplot = "/META-INF/resources/webjars/uplot/"
                + resource("/org/lsst/efd/quickstart/page/uplot-version.txt").strip();
        String page = resource("/org/lsst/efd/quickstart/page/page.html")
                .replace("/*uplot.css*/", resource(uplot + "/dist/uPlot.min.css"))
                .replace("/*uplot.js*/", resource(uplot + "/dist/uPlot.iife.min.js"))
                .replace("/*uplot.licence*/", resource(uplot + "/LICENSE"))
                .replace("<!--summary-->", paragraphs(summary))
                .replace("<!--records-->", table("Records", "produced", audit.records()))
                .replace("<!--windows-->", table("Windows", "expected", audit.windows()))
                .replace("/*pictures*/", json(pictures));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, page);
    }

    private static String json(List<Picture> pictures) throws JsonProcessingException {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Picture picture : pictures) {
            Map<String, Object> one = new TreeMap<>();
            one.put("title", picture.title());
            one.put("raw", picture.raw());
            one.put("windows", picture.windows());
            all.add(one);
        }
        // a script element ends at the first "</", wherever it stands
        return JSON.writeValueAsString(all).replace("\"NaN\"", "null").replace("</", "<\\/");
    }

    private static String paragraphs(List<String> lines) {
        StringBuilder html = new StringBuilder();
        lines.forEach(line -> html.append("<p>").append(escaped(line)).append("</p>\n"));
        return html.toString();
    }

    private static String table(String what, String expected, List<Finding> findings) {
        StringBuilder html = new StringBuilder("<table>\n<tr>");
        html.append(cell("th", what)).append(cell("th", expected));
        if (!findings.isEmpty()) {
            findings.get(0).found().keySet().forEach(place -> html.append(cell("th", place)));
        }
        html.append("</tr>\n");
        for (Finding finding : findings) {
            html.append("<tr>").append(cell("td", finding.topic()));
            html.append(cell("td", number(finding.expected())));
            finding.found()
                    .values()
                    .forEach(content -> html.append(cell(
                            content.equals(finding.expected()) ? "td class=\"equal\"" : "td class=\"different\"",
                            number(content))));
            html.append("</tr>\n");
        }
        return html.append("</table>").toString();
    }

    private static String cell(String element, String text) {
        return "<" + element + ">" + escaped(text) + "</" + element.substring(0, 2) + ">";
    }

    private static String number(Content content) {
        return String.format(Locale.ROOT, "%,d", content.rows());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String resource(String path) throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IOException("no resource " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
