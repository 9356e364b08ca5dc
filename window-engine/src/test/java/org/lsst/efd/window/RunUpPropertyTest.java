package org.lsst.efd.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunUpPropertyTest {
    private static final int SOAK_TRIES = 20_000;

    @Provide
    Arbitrary<Scenario> scenarios() {
        return Arbitraries.randomValue(Scenario::random);
    }

    @Property(tries = 2_000)
    void crashesChangeNoWindowAndLoseNone(@ForAll("scenarios") Scenario scenario) {
        assertThat(scenario.mistakesOf(grid -> new RecordHighs(grid, false)))
                .as(scenario.toString())
                .isEmpty();
    }

    @Test
    void crashesChangeNoWindowAndLoseNoneInTheSoak() {
        int tries = Boolean.getBoolean("efd.soak") ? SOAK_TRIES : 100;
        LongStream.range(0, tries).mapToObj(Scenario::number).forEach(scenario -> assertThat(
                        scenario.mistakesOf(grid -> new RecordHighs(grid, false)))
                .as(scenario.toString())
                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("wrongRules")
    void eachWrongRuleIsFoundOutWithinHundredTries(String name) {
        Function<WindowGrid, RunUp> rule = wrongRule(name);
        assertThat(LongStream.range(0, 100).mapToObj(Scenario::number))
                .as(name)
                .anyMatch(scenario -> !scenario.mistakesOf(rule).isEmpty());
    }

    static Set<String> wrongRules() {
        return WrongRunUps.all().keySet();
    }

    private static Function<WindowGrid, RunUp> wrongRule(String name) {
        Function<WindowGrid, RunUp> rule = WrongRunUps.all().get(name);
        if (rule == null) {
            throw new IllegalArgumentException(name);
        }
        return rule;
    }

    @Test
    void theObviousRuleHoldsForTumblingWindowsOfOrderedRecordsOnly() {
        Function<WindowGrid, RunUp> obvious = wrongRule("need the first offset in the oldest open window");
        assertThat(LongStream.range(0, 500).mapToObj(number -> Scenario.number(number, 1, 0)))
                .allMatch(scenario -> scenario.mistakesOf(obvious).isEmpty());
        assertThat(LongStream.range(0, 100).mapToObj(number -> Scenario.number(number, 2, 0)))
                .anyMatch(scenario -> !scenario.mistakesOf(obvious).isEmpty());
        assertThat(LongStream.range(0, 100).mapToObj(number -> Scenario.number(number, 1, 40)))
                .anyMatch(scenario -> !scenario.mistakesOf(obvious).isEmpty());
    }
}
