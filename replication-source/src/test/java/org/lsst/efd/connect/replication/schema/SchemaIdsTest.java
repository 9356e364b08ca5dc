package org.lsst.efd.connect.replication.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lsst.efd.registry.FakeTime;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SchemaIdsTest {
    private static final IdQuestion QUESTION = new IdQuestion("t", "t", false, 7);

    private final FakeTime clock = new FakeTime();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void anAnswerIsBelievedForASecondAfterItWasToldHoweverLateThatIs() {
        try (SchemaIds ids = new SchemaIds(new NeverThere(asked), new SchemaReport(), clock, "ids-test")) {
            assertThat(ids.answerTo(QUESTION)).isInstanceOf(IdAnswer.Pending.class);
            // one look when it is asked, and one when there is an answer
            while (clock.looks() < 2) {
                Thread.onSpinWait();
            }
            // who asked is busy for a while
            clock.pass(Duration.ofSeconds(10));
            assertThat(answer(ids)).isInstanceOf(IdAnswer.Unavailable.class);
            clock.pass(Duration.ofMillis(900));
            assertThat(ids.answerTo(QUESTION)).isInstanceOf(IdAnswer.Unavailable.class);
            assertThat(asked).hasValue(1);

            clock.pass(Duration.ofMillis(200));
            assertThat(answer(ids)).isInstanceOf(IdAnswer.Unavailable.class);
            assertThat(asked).hasValue(2);
        }
    }

    private static IdAnswer answer(SchemaIds ids) {
        IdAnswer answer = ids.answerTo(QUESTION);
        while (answer instanceof IdAnswer.Pending) {
            Thread.onSpinWait();
            answer = ids.answerTo(QUESTION);
        }
        return answer;
    }

    /** A registry that is away. */
    private record NeverThere(AtomicInteger asked) implements IdResolver {
        @Override
        public int resolve(IdQuestion question) throws Unresolved {
            asked.incrementAndGet();
            throw new Unresolved(Unresolved.Kind.UNAVAILABLE, "away");
        }

        @Override
        public void copySubject(String subject) {}
    }
}
