package org.lsst.efd.connect.common.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class BisectionPropertyTest {
    @Property(tries = 500)
    void findsExactlyTheBadLinesInOrder(
            @ForAll @IntRange(min = 1, max = 3000) int lines,
            @ForAll @Size(max = 1000) Set<@IntRange(max = 2999) Integer> positions) {
        Set<Integer> bad = new TreeSet<>(positions);
        bad.removeIf(line -> line >= lines);
        List<Integer> settled = new ArrayList<>();
        Set<Integer> found = new TreeSet<>();

        run(lines, bad, settled, found);

        assertThat(found).isEqualTo(bad);
        assertThat(settled).hasSize(lines).isSorted().doesNotHaveDuplicates();
    }

    @Property(tries = 500)
    void findsOneBadLineWithFewRequests(
            @ForAll @IntRange(min = 1, max = 5000) int lines, @ForAll @IntRange(max = 4999) int position) {
        int requests = run(lines, Set.of(position % lines), new ArrayList<>(), new TreeSet<>());

        assertThat(requests).isLessThanOrEqualTo(2 * (int) Math.ceil(Math.log(lines) / Math.log(2)) + 1);
    }

    @Property(tries = 500)
    void believesNoStoreThatNamesTheWrongLine(
            @ForAll @IntRange(min = 1, max = 500) int lines,
            @ForAll @Size(max = 100) Set<@IntRange(max = 499) Integer> positions,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = -3, max = 600) Integer> guesses) {
        Set<Integer> bad = new TreeSet<>(positions);
        bad.removeIf(line -> line >= lines);
        List<Integer> settled = new ArrayList<>();
        Set<Integer> found = new TreeSet<>();
        Iterator<Integer> endless =
                Stream.generate(() -> guesses).flatMap(List::stream).iterator();

        run(new Bisection(lines), bad, settled, found, (range, first) -> endless.next());

        assertThat(found).isEqualTo(bad);
        assertThat(settled).hasSize(lines).isSorted().doesNotHaveDuplicates();
    }

    @Property(tries = 500)
    void aStoreThatNamesTheFirstBadLineIsAskedThreeTimesForEach(
            @ForAll @IntRange(min = 1, max = 3000) int lines,
            @ForAll @Size(max = 100) Set<@IntRange(max = 2999) Integer> positions) {
        Set<Integer> bad = new TreeSet<>(positions);
        bad.removeIf(line -> line >= lines);
        Set<Integer> found = new TreeSet<>();

        int requests =
                run(new Bisection(lines), bad, new ArrayList<>(), found, (range, first) -> first - range.begin());

        assertThat(found).isEqualTo(bad);
        assertThat(requests).isLessThanOrEqualTo(3 * bad.size() + 1);
    }

    @Property(tries = 500)
    void triesPartsInTheirOrder(
            @ForAll @IntRange(min = 1, max = 500) int lines,
            @ForAll @Size(max = 100) Set<@IntRange(min = 1, max = 499) Integer> positions) {
        Set<Integer> cuts = new TreeSet<>(positions);
        cuts.removeIf(line -> line >= lines);
        List<Integer> settled = new ArrayList<>();

        int requests = run(new Bisection(lines, List.copyOf(cuts)), Set.of(), settled, new TreeSet<>());

        assertThat(settled).hasSize(lines).isSorted().doesNotHaveDuplicates();
        assertThat(requests).isEqualTo(cuts.size() + 1);
    }

    private static int run(int lines, Set<Integer> bad, List<Integer> settled, Set<Integer> found) {
        return run(new Bisection(lines), bad, settled, found);
    }

    private static int run(Bisection bisection, Set<Integer> bad, List<Integer> settled, Set<Integer> found) {
        return run(bisection, bad, settled, found, (range, first) -> -1);
    }

    private static int run(
            Bisection bisection,
            Set<Integer> bad,
            List<Integer> settled,
            Set<Integer> found,
            BiFunction<Bisection.Range, Integer, Integer> told) {
        int requests = 0;
        while (!bisection.isDone()) {
            Bisection.Range range = bisection.next();
            requests++;
            int first = range.begin();
            while (first < range.end() && !bad.contains(first)) {
                first++;
            }
            boolean isRefused = first < range.end();
            if (!isRefused || range.count() == 1) {
                for (int line = range.begin(); line < range.end(); line++) {
                    settled.add(line);
                }
                if (isRefused) {
                    found.add(range.begin());
                }
                bisection.settled(isRefused);
            } else {
                bisection.refusedAt(told.apply(range, first));
            }
        }
        return requests;
    }
}
