package org.lsst.efd.quickstart.audit;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stage.Form;
import org.lsst.efd.quickstart.stores.Content;
import org.lsst.efd.quickstart.stores.Produced;
import org.lsst.efd.quickstart.stores.Store;

/** The comparison of all places, topic by topic, after production has ended. */
public final class Audit {
    private final KafkaCluster origin;
    private final String registryUrl;
    private final Map<Form, List<Store>> stores = new EnumMap<>(Form.class);

    /**
     * Compares stores with what was produced into a cluster.
     *
     * @param registryUrl of the registry of that cluster
     * @param stores by the form that they must hold, each in the order in which the user sees them
     */
    public Audit(KafkaCluster origin, String registryUrl, Map<Form, List<Store>> stores) {
        this.origin = origin;
        this.registryUrl = registryUrl;
        this.stores.putAll(stores);
    }

    /** Reads everything, and compares. */
    public AuditResult of(List<String> topics) throws IOException, SQLException, InterruptedException {
        List<Finding> records = new ArrayList<>();
        List<Finding> windows = new ArrayList<>();
        for (String topic : topics) {
            Produced produced = Produced.read(origin, registryUrl, topic);
            records.add(finding(Form.RECORDS, topic, produced.isGapless(), produced.records()));
            windows.add(finding(Form.WINDOWS, Form.WINDOWS.topicOf(topic), true, produced.windows()));
        }
        return new AuditResult(records, windows);
    }

    private Finding finding(Form form, String topic, boolean isSound, Content expected)
            throws IOException, SQLException, InterruptedException {
        Map<String, Content> found = new LinkedHashMap<>();
        for (Store store : stores.getOrDefault(form, List.of())) {
            found.put(store.title(), store.content(form, topic));
        }
        return new Finding(topic, isSound, expected, found);
    }
}
