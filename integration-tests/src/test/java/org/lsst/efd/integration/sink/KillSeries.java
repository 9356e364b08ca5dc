package org.lsst.efd.integration.sink;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.lsst.efd.integration.Operator;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.Component;

/**
 * Kills components again and again, at random moments while records flow. Between two kills every topic has reached
 * every store once more, so that each kill hits a system that works. Not thread-safe.
 */
public final class KillSeries {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long CALM_MAX_MS = 1_500;

    private final List<? extends StoredNumbers> stores;
    private final List<String> topics;
    private final Operator operator;
    private final SplittableRandom moments = new SplittableRandom(20);

    /** A series under the load of these topics, which all of these stores get; the operator looks after their source. */
    public KillSeries(List<? extends StoredNumbers> stores, List<String> topics, Operator operator) {
        this.stores = List.copyOf(stores);
        this.topics = List.copyOf(topics);
        this.operator = operator;
    }

    /** One component after the other, over and over. */
    public static Supplier<Component> inTurn(List<? extends Component> victims) {
        AtomicInteger next = new AtomicInteger();
        return () -> victims.get(next.getAndIncrement() % victims.size());
    }

    /** Kills (SIGKILL) and starts so often, and returns when records flow again. */
    public void kill(int rounds, Supplier<? extends Component> victims) {
        run(rounds, victims, "kill", Component::kill);
    }

    /** Stops in the orderly way and starts so often, and returns when records flow again. */
    public void restart(int rounds, Supplier<? extends Component> victims) {
        run(rounds, victims, "stop", Component::stop);
    }

    private void run(int rounds, Supplier<? extends Component> victims, String what, Consumer<Component> end) {
        for (int round = 1; round <= rounds; round++) {
            awaitFlow(what + " " + round);
            awaitRandomMoment();
            Component victim = victims.get();
            end.accept(victim);
            victim.start();
            System.out.println(what + " " + round + " of " + rounds + ": "
                    + victim.process().name());
        }
        awaitFlow("the end of the series");
    }

    private void awaitFlow(String before) {
        for (StoredNumbers store : stores) {
            Map<String, Long> counts = new HashMap<>();
            topics.forEach(topic -> counts.put(topic, store.count(topic)));
            counts.forEach((topic, count) -> Await.until(
                    "more of " + topic + " than " + count + " records in " + store.name() + " before " + before,
                    LIMIT,
                    () -> {
                        operator.look();
                        if (store.count(topic) > count) {
                            return true;
                        }
                        // shown when the time is up
                        throw new IllegalStateException(operator.seen());
                    }));
        }
    }

    private void awaitRandomMoment() {
        try {
            Thread.sleep(moments.nextLong(CALM_MAX_MS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
