package org.lsst.efd.quickstart.stage;

import java.util.List;

/** One place where telemetry arrives, under the name that the user sees. */
public sealed interface Stage {
    /** What it is called. */
    String title();

    /** What arrives. */
    Form form();

    /** The Kafka cluster of its topics. */
    Site site();

    /** The connectors that bring telemetry here. */
    List<String> connectors();

    /** Topics of a cluster: what is committed there is counted. */
    record Topics(String title, Form form, Site site, List<String> connectors) implements Stage {
        /** Copies the connectors. */
        public Topics {
            connectors = List.copyOf(connectors);
        }
    }

    /** A store behind a sink: what the sink has committed is there. */
    record Sink(String title, Form form, Site site, String connector) implements Stage {
        @Override
        public List<String> connectors() {
            return List.of(connector);
        }

        /** The consumer group of the sink. */
        String group() {
            return "connect-" + connector;
        }
    }
}
