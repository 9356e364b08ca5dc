package org.lsst.efd.integration.replication;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lsst.efd.integration.Operator;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.integration.replication.CopyAudit.Copied;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.ledger.TopicLedger;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.proxy.TcpProxy;
import org.lsst.efd.quickstart.stack.Component;
import org.lsst.efd.quickstart.stack.ComponentOptions;
import org.lsst.efd.quickstart.stack.LocalStack;
import org.lsst.efd.registry.WireFormat;

/**
 * Workers, brokers and registries are killed and the way between the sites is cut while records flow and schemas change.
 * Between two blows everything sent so far has arrived, so that each hits a system that works; in the end the target holds
 * every record of the source once and in order.
 */
class ReplicationKillIT {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int TOPICS = 4;
    private static final int PARTITIONS = 3;
    private static final int CALM_MAX_MS = 1_500;
    private static final String CONNECTOR = "killed";

    private static LocalStack stack;
    private static ConnectRest rest;
    private static Schemas there;
    private static Schemas here;

    private final SplittableRandom moments = new SplittableRandom(7);

    @BeforeAll
    static void start() {
        stack = LocalStack.builder()
                .cluster("summit", ComponentOptions::proxied)
                .cluster("ldf")
                .registry("summit", ComponentOptions::proxied)
                .registry("ldf")
                .workers("ldf", 2)
                .start();
        rest = stack.connect("ldf").rest();
        there = new Schemas(stack.registry("summit").url());
        here = new Schemas(stack.registry("ldf").url());
        here.occupy(10);
    }

    @AfterAll
    static void stop() {
        there.close();
        here.close();
        stack.close();
    }

    @Test
    void everyRecordArrivesOnceAndInOrder() {
        Pattern topics = Pattern.compile("numbered\\d");
        Operator operator = new Operator(rest, stack.cluster("ldf"), CONNECTOR, List.of());
        try (NumberedRecords load =
                        new NumberedRecords(stack.cluster("summit"), there, "numbered", TOPICS, PARTITIONS);
                TopicLedger sent = new TopicLedger(stack.cluster("summit"), topics);
                TopicLedger arrived = new TopicLedger(stack.cluster("ldf"), topics)) {
            rest.put(
                    CONNECTOR,
                    ReplicationConfig.of(
                            stack,
                            topics.pattern(),
                            "source.bootstrap.servers",
                            stack.cluster("summit").proxiedBootstrapServers(),
                            "source.schema.registry.url",
                            stack.registry("summit").proxiedUrl()));
            load.begin();
            Blows blows = new Blows(load, sent, arrived, operator);
            blows.killInTurn(stack.connect("ldf").workers(), Soak.rounds(2, 50));
            blows.killInTurn(List.of(stack.cluster("ldf"), stack.cluster("summit")), Soak.rounds(2, 20));
            blows.takeRegistriesAway();
            blows.disturbTheWay();
            blows.awaitFlow("the end");
        }
        long records = 0;
        for (int topic = 0; topic < TOPICS; topic++) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                records += new CopyAudit(stack)
                        .inStep(new TopicPartition("numbered" + topic, partition), ReplicationKillIT::assertSame);
            }
        }
        System.out.printf(
                "%d records of %d partitions, each once and in order; %s%n", records, TOPICS * PARTITIONS, operator);
    }

    /** Of millions: what is said of a failure is made only then. */
    private static void assertSame(Copied pair) {
        ConsumerRecord<byte[], byte[]> sent = pair.sent();
        ConsumerRecord<byte[], byte[]> copy = pair.copy();
        boolean isSame = isSame(sent.key(), copy.key())
                && isSame(sent.value(), copy.value())
                && sent.timestamp() == copy.timestamp()
                && Arrays.equals(
                        sent.headers().lastHeader(NumberedRecords.HEADER).value(),
                        copy.headers().lastHeader(NumberedRecords.HEADER).value());
        if (!isSame) {
            throw new AssertionError(copy + " is not the same as " + sent);
        }
    }

    /** The same bytes, and an id that means the same schema. */
    private static boolean isSame(byte[] sent, byte[] copy) {
        return Arrays.equals(sent, WireFormat.PREFIX_BYTES, sent.length, copy, WireFormat.PREFIX_BYTES, copy.length)
                && here.text(WireFormat.schemaId(copy)).equals(there.text(WireFormat.schemaId(sent)));
    }

    /** What is done to the picture under load. */
    private final class Blows {
        private final NumberedRecords load;
        private final TopicLedger sent;
        private final TopicLedger arrived;
        private final Operator operator;

        Blows(NumberedRecords load, TopicLedger sent, TopicLedger arrived, Operator operator) {
            this.load = load;
            this.sent = sent;
            this.arrived = arrived;
            this.operator = operator;
        }

        void killInTurn(List<? extends Component> victims, int rounds) {
            for (int round = 0; round < rounds; round++) {
                Component victim = victims.get(round % victims.size());
                String name = victim.process().name();
                awaitFlow("the kill of " + name);
                load.announceSchema();
                pause(moments.nextInt(CALM_MAX_MS));
                victim.kill();
                pause(moments.nextInt(CALM_MAX_MS));
                victim.start();
                System.out.printf("kill %d of %d: %s%n", round + 1, rounds, name);
            }
        }

        /** Each registry while records come whose schema nobody has brought over yet. */
        void takeRegistriesAway() {
            for (String site : List.of("summit", "ldf")) {
                awaitFlow("the registry of " + site + " is away");
                load.announceSchema();
                stack.registry(site).kill();
                // what needs no new schema flows on
                long before = arrived.records(topic -> !topic.equals("numbered0"));
                Await.until("records with known schemas", LIMIT, () -> {
                    operator.look();
                    return arrived.records(topic -> !topic.equals("numbered0")) > before;
                });
                pause(Soak.rounds(2_000, 60_000));
                stack.registry(site).start();
                System.out.println("registry away: " + site);
            }
        }

        void disturbTheWay() {
            int lengthMs = Soak.rounds(2_000, 30_000);
            TcpProxy records = stack.cluster("summit").proxy();
            TcpProxy schemas = stack.registry("summit").proxy();
            for (int round = 0; round < Soak.rounds(1, 3); round++) {
                for (TcpProxy way : List.of(records, schemas)) {
                    disturb("cut", way, TcpProxy::cut, lengthMs);
                    disturb("drop", way, TcpProxy::drop, lengthMs);
                }
                disturb("delay", records, proxy -> proxy.delay(Duration.ofMillis(170)), lengthMs);
                disturb("reset", records, TcpProxy::reset, 0);
            }
        }

        private void disturb(String what, TcpProxy way, Consumer<TcpProxy> how, int lengthMs) {
            awaitFlow(what);
            load.announceSchema();
            how.accept(way);
            pause(lengthMs);
            way.restore();
        }

        /** Returns when all that was sent by now has arrived. */
        void awaitFlow(String before) {
            long soFar = arrived.records(topic -> true);
            Await.until("records to be sent before " + before, LIMIT, () -> sent.records(topic -> true) > soFar);
            long wanted = sent.records(topic -> true);
            Await.until(wanted + " records at the target before " + before, LIMIT, () -> {
                operator.look();
                return arrived.records(topic -> true) >= wanted;
            });
        }
    }

    private static void pause(int ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
