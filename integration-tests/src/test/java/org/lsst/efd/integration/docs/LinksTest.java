package org.lsst.efd.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every link within the documentation leads to a file, and to a heading where it names one. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\\n]*`");

    @Test
    void everyLinkResolves() {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : DocumentationPages.all()) {
            Matcher link =
                    LINK.matcher(CODE.matcher(DocumentationPages.text(page)).replaceAll(""));
            while (link.find()) {
                links++;
                if (!resolves(page, link.group(1))) {
                    broken.add(DocumentationPages.project().relativize(page) + ": " + link.group(1));
                }
            }
        }
        assertThat(links).isGreaterThan(30);
        assertThat(broken).isEmpty();
    }

    /** Every page is reached from the first one, or from that of the documentation. */
    @Test
    void everyPageOfTheDocumentationIsLinked() {
        Path directory = DocumentationPages.project().resolve("docs");
        String linking =
                DocumentationPages.all().stream().map(DocumentationPages::text).reduce("", String::concat);
        List<Path> lost = DocumentationPages.all().stream()
                .filter(page -> page.startsWith(directory))
                .filter(page -> !page.endsWith("README.md"))
                .filter(page -> !linking.contains(page.getFileName().toString()))
                .toList();
        assertThat(lost).isEmpty();
    }

    private static boolean resolves(Path page, String target) {
        if (target.matches("[a-z]+:.*")) {
            // elsewhere: no test asks the network
            return target.startsWith("https://") || target.startsWith("http://");
        }
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
    }

    /** The names that headings get: lower case, blanks as dashes, without punctuation. */
    private static Set<String> anchors(Path file) {
        Set<String> anchors = new TreeSet<>();
        DocumentationPages.text(file)
                .lines()
                .filter(line -> line.matches("#{1,6} .*"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .forEach(anchors::add);
        return anchors;
    }
}
