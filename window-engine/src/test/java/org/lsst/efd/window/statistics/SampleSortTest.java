package org.lsst.efd.window.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleSortTest {
    private static final double[] SPECIAL = {
        0.0,
        -0.0,
        1,
        -1,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    private final SampleSort sort = new SampleSort();

    private void assertSorted(double... values) {
        double[] wanted = values.clone();
        Arrays.sort(wanted);
        double[] sorted = values.clone();
        sort.sort(sorted, sorted.length);
        assertThat(bits(sorted)).containsExactly(bits(wanted));
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    @Property
    void ordersAsTheLibraryDoes(@ForAll long seed, @ForAll @IntRange(max = 700) int count) {
        SplittableRandom random = new SplittableRandom(seed);
        assertSorted(random.doubles(count, -1e3, 1e3).toArray());
    }

    @Property
    void ordersManyEqualAndSpecialValues(@ForAll long seed, @ForAll @IntRange(max = 100) int count) {
        SplittableRandom random = new SplittableRandom(seed);
        assertSorted(random.ints(count, 0, SPECIAL.length)
                .mapToDouble(i -> SPECIAL[i])
                .toArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 5000})
    void ordersWhatIsInOrderAndWhatIsReversed(int count) {
        double[] rising = new double[count];
        Arrays.setAll(rising, i -> i);
        assertSorted(rising);
        double[] falling = new double[count];
        Arrays.setAll(falling, i -> -i);
        assertSorted(falling);
    }

    @Test
    void leavesWhatIsBehindTheSample() {
        double[] values = {3, 2, 1, -5};
        sort.sort(values, 3);
        assertThat(values).containsExactly(1, 2, 3, -5);
    }
}
