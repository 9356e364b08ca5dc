package org.lsst.efd.quickstart.stores;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stage.Form;

/** What the topics of a cluster hold: records with the schemas of one registry, windows with those of another. */
public final class KafkaStore implements Store {
    private final String title;
    private final KafkaCluster cluster;
    private final String registryUrl;
    private final String secondaryRegistryUrl;

    /** Reads the committed records of this cluster. */
    public KafkaStore(String title, KafkaCluster cluster, String registryUrl, String secondaryRegistryUrl) {
        this.title = title;
        this.cluster = cluster;
        this.registryUrl = registryUrl;
        this.secondaryRegistryUrl = secondaryRegistryUrl;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Content content(Form form, String topic) throws IOException {
        return switch (form) {
            case RECORDS -> content(topic, registryUrl, "sequence", "sequence");
            case WINDOWS -> content(topic, secondaryRegistryUrl, "time", "count");
        };
    }

    private Content content(String topic, String registry, String identity, String summed) throws IOException {
        Set<Object> different = new HashSet<>();
        long[] rowsAndSum = new long[2];
        try (CommittedRecords records = new CommittedRecords(cluster, registry, List.of(identity, summed))) {
            records.read(topic, struct -> {
                different.add(struct.get(identity));
                rowsAndSum[0]++;
                rowsAndSum[1] += ((Number) struct.get(summed)).longValue();
            });
        }
        return new Content(rowsAndSum[0], different.size(), rowsAndSum[1]);
    }
}
