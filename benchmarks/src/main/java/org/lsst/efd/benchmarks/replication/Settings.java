package org.lsst.efd.benchmarks.replication;

import java.util.Map;

/** What consumers and producers are set to where they are tuned: the same for all contenders. */
final class Settings {
    private Settings() {}

    /** As the docs of the replication source advise. */
    static Map<String, Object> tunedProducer() {
        return Map.of(
                "acks", "all",
                "enable.idempotence", "true",
                "max.in.flight.requests.per.connection", "5",
                "batch.size", "524288",
                "linger.ms", "5",
                "buffer.memory", "67108864",
                "max.request.size", "8388608");
    }

    /** As the replication source sets them by itself. */
    static Map<String, Object> tunedConsumer() {
        return Map.of(
                "receive.buffer.bytes", "-1",
                "fetch.min.bytes", "262144",
                "fetch.max.wait.ms", "500",
                "fetch.max.bytes", "67108864",
                "max.partition.fetch.bytes", "4194304",
                "max.poll.records", "5000");
    }
}
