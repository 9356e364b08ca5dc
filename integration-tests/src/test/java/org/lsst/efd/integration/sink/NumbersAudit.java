package org.lsst.efd.integration.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.lsst.efd.quickstart.process.Await;

/** Compares what was produced with what is stored, number by number. */
public final class NumbersAudit {
    /** How long a store may take to catch up with what was produced. */
    public static final Duration LIMIT = Duration.ofMinutes(10);

    private static final int SHOWN = 20;

    private NumbersAudit() {}

    /**
     * Waits until the store has as many records as were produced, and fails unless it holds each number once.
     *
     * @param produced how many records each topic has
     */
    public static void assertEachNumberOnce(StoredNumbers store, Map<String, Long> produced) {
        produced.forEach((topic, count) -> {
            Await.until(
                    count + " records of " + topic + " in " + store.name(), LIMIT, () -> store.count(topic) >= count);
            long[] numbers = store.numbers(topic);
            Arrays.sort(numbers);
            assertThat(missing(numbers, count))
                    .as("numbers of %s that are missing in %s", topic, store.name())
                    .isEmpty();
            assertThat(surplus(numbers, count))
                    .as("numbers of %s that are twice in %s, or were never produced", topic, store.name())
                    .isEmpty();
            System.out.println(store.name() + " holds each of the " + count + " records of " + topic + " once");
        });
    }

    private static List<Long> missing(long[] sorted, long count) {
        return LongStream.range(0, count)
                .filter(number -> Arrays.binarySearch(sorted, number) < 0)
                .limit(SHOWN)
                .boxed()
                .toList();
    }

    private static List<Long> surplus(long[] sorted, long count) {
        return LongStream.range(0, sorted.length)
                .filter(i -> sorted[(int) i] < 0
                        || sorted[(int) i] >= count
                        || (i > 0 && sorted[(int) i] == sorted[(int) i - 1]))
                .map(i -> sorted[(int) i])
                .limit(SHOWN)
                .boxed()
                .toList();
    }
}
