package org.lsst.efd.quickstart.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lsst.efd.quickstart.stores.Content;

/**
 * One topic in one form: what must be everywhere, and what is.
 *
 * @param topic in this form
 * @param isSound whether what was produced has no gaps of its own
 * @param expected what must be in each place
 * @param found what is, by the titles of the places, in their order
 */
public record Finding(String topic, boolean isSound, Content expected, Map<String, Content> found) {
    /** Whether every place holds what it must. */
    public boolean isClean() {
        return isSound && found.values().stream().allMatch(expected::equals);
    }

    /** What is wrong, a line for each place; none when all is well. */
    public List<String> differences() {
        List<String> differences = new ArrayList<>();
        if (!isSound) {
            differences.add(topic + ": produced with gaps or repeats: " + expected);
        }
        found.forEach((place, content) -> {
            if (!content.equals(expected)) {
                differences.add(topic + ": " + place + " holds " + content + ", expected " + expected);
            }
        });
        return differences;
    }
}
