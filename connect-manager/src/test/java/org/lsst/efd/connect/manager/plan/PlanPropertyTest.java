package org.lsst.efd.connect.manager.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.lsst.efd.connect.manager.files.DesiredConnector;
import org.lsst.efd.connect.manager.files.DesiredState;
import org.lsst.efd.connect.manager.rest.Connector;
import org.lsst.efd.connect.manager.rest.ConnectorState;
import org.lsst.efd.connect.manager.rest.ConnectorStatus;
import org.lsst.efd.connect.manager.rest.ConnectorWrites;

final class PlanPropertyTest {
    private static final String GROUP = "g";

    /** A cluster that is a map. */
    private static final class FakeCluster implements ConnectorWrites {
        private final Map<String, Connector> connectors;

        FakeCluster(Map<String, Connector> connectors) {
            this.connectors = new TreeMap<>(connectors);
        }

        @Override
        public void create(String name, Map<String, String> config, ConnectorState initialState) {
            assertThat(connectors).doesNotContainKey(name);
            connectors.put(name, connector(name, config, initialState));
        }

        @Override
        public void replaceConfig(String name, Map<String, String> config) {
            connectors.put(name, connector(name, config, present(name).status().state()));
        }

        @Override
        public void setState(String name, ConnectorState state) {
            connectors.put(name, connector(name, present(name).config(), state));
        }

        @Override
        public void delete(String name) {
            assertThat(connectors.remove(name)).isNotNull();
        }

        private Connector present(String name) {
            Connector connector = connectors.get(name);
            if (connector == null) {
                throw new AssertionError(name + " is not there");
            }
            return connector;
        }
    }

    private static Connector connector(String name, Map<String, String> config, ConnectorState state) {
        Map<String, String> withName = new HashMap<>(config);
        withName.put("name", name);
        return new Connector(name, withName, new ConnectorStatus(name, "sink", state, "w:1", "", List.of()));
    }

    @Provide
    Arbitrary<Map<String, String>> configs() {
        Arbitrary<String> keys = Arbitraries.of("connector.class", "file", "topics", DesiredConnector.GROUP_LABEL);
        Arbitrary<String> values = Arbitraries.of("a", "b", GROUP, "other");
        return Arbitraries.maps(keys, values).ofMaxSize(4);
    }

    @Provide
    Arbitrary<Map<String, DesiredConnector>> wanted() {
        Arbitrary<DesiredConnector> connector = Combinators.combine(configs(), Arbitraries.of(DesiredState.class))
                .as((config, state) -> new DesiredConnector("?", config, state, Optional.empty(), "f:1"));
        return Arbitraries.maps(names(), connector).ofMaxSize(6);
    }

    @Provide
    Arbitrary<Map<String, Connector>> present() {
        Arbitrary<Connector> connector = Combinators.combine(configs(), Arbitraries.of(ConnectorState.class))
                .as((config, state) -> connector("?", config, state));
        return Arbitraries.maps(names(), connector).ofMaxSize(6).map(PlanPropertyTest::named);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of("a", "b", "c", "d", "e", "f", "g", "h");
    }

    private static Map<String, Connector> named(Map<String, Connector> connectors) {
        Map<String, Connector> named = new TreeMap<>();
        connectors.forEach((name, connector) -> named.put(
                name, connector(name, connector.config(), connector.status().state())));
        return named;
    }

    private static List<DesiredConnector> desired(Map<String, DesiredConnector> connectors) {
        List<DesiredConnector> desired = new ArrayList<>();
        connectors.forEach((name, connector) -> desired.add(
                new DesiredConnector(name, connector.config(), connector.state(), Optional.empty(), "f:1")));
        return desired;
    }

    @Property(tries = 10_000)
    void carryingOutAPlanGivesWhatIsWantedAndThenOnlyKeeps(
            @ForAll("wanted") Map<String, DesiredConnector> wanted,
            @ForAll("present") Map<String, Connector> present,
            @ForAll boolean prunes) {
        List<DesiredConnector> desired = desired(wanted);
        Optional<String> group = prunes ? Optional.of(GROUP) : Optional.empty();
        FakeCluster cluster = new FakeCluster(present);
        PlanExecution execution = new PlanExecution(cluster);

        Plan plan = Plan.between(desired, present, group);
        plan.work().forEach(change -> assertThat(execution.carryOut(change)).isEmpty());

        for (DesiredConnector connector : desired) {
            Connector now = cluster.present(connector.name());
            Map<String, String> expected = new TreeMap<>(connector.config());
            Optional.ofNullable(present.get(connector.name()))
                    .map(before -> before.config().get(DesiredConnector.GROUP_LABEL))
                    .ifPresent(label -> expected.putIfAbsent(DesiredConnector.GROUP_LABEL, label));
            expected.put("name", connector.name());
            assertThat(now.config()).isEqualTo(expected);
            assertThat(DesiredState.behind(now.status().state())).isEqualTo(connector.state());
        }
        Plan second = Plan.between(desired, cluster.connectors, group);
        assertThat(second.changes()).allMatch(Change.Keep.class::isInstance);
    }

    @Property(tries = 10_000)
    void deletesNothingWithoutTheLabelOfTheGroup(
            @ForAll("wanted") Map<String, DesiredConnector> wanted,
            @ForAll("present") Map<String, Connector> present,
            @ForAll boolean prunes) {
        Plan plan = Plan.between(desired(wanted), present, prunes ? Optional.of(GROUP) : Optional.empty());

        for (Change.Delete deletion : plan.deletions()) {
            assertThat(prunes).isTrue();
            assertThat(wanted).doesNotContainKey(deletion.connector());
            assertThat(deletion.actual().config()).containsEntry(DesiredConnector.GROUP_LABEL, GROUP);
        }
    }
}
