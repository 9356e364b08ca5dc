package org.lsst.efd.connect.aggregator.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TopicWindowsPropertyTest {
    @Provide
    Arbitrary<TopicScenario> scenarios() {
        return Arbitraries.randomValue(TopicScenario::random);
    }

    @Property(tries = 1_000)
    void crashesLoseNoWindowAndRepeatNone(@ForAll("scenarios") TopicScenario scenario) {
        assertThat(scenario.mistakes(UnaryOperator.identity()))
                .as(scenario.toString())
                .isEmpty();
    }

    @Test
    void withoutTheNameOfTheLastGroupToldGroupsAreRepeated() {
        assertThatItFails(telling -> new Telling(
                telling.window(),
                new TopicState(
                        telling.state().offsets(),
                        telling.state().closedUpToMs(),
                        Optional.empty(),
                        Optional.empty())));
    }

    private static void assertThatItFails(UnaryOperator<Telling> mutation) {
        assertThat(LongStream.range(0, 200)
                        .mapToObj(seed -> TopicScenario.random(new Random(seed * 7_919 + 1_000_003))))
                .anyMatch(scenario -> !scenario.mistakes(mutation).isEmpty());
    }
}
