package org.lsst.efd.connect.manager.snapshot;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lsst.efd.connect.manager.rest.ConnectorState;
import org.lsst.efd.connect.manager.rest.TaskStatus;
import org.lsst.efd.connect.manager.rest.WorkerInfo;

/**
 * Brings the URLs of workers together with what they run. Workers report themselves by the address they advertise,
 * which may be another name of the host in the URL: then the port decides, where only one URL has it.
 */
final class Nodes {
    private static final String NOT_ASKED = "no URL given";

    private final List<WorkerInfo> workers;
    private final Map<String, Load> loads = new TreeMap<>();

    private Nodes(List<WorkerInfo> workers) {
        this.workers = workers;
    }

    private static final class Load {
        private int connectors;
        private int tasks;
        private int failed;
    }

    /** The nodes of a look: the URLs in their order, then the workers that no URL leads to. */
    static List<NodeLook> in(ClusterLook look) {
        Nodes nodes = new Nodes(look.workers());
        look.connectors().forEach(nodes::count);
        return nodes.looks();
    }

    private void count(ConnectorLook connector) {
        if (!connector.status().worker().isEmpty()) {
            load(connector.status().worker()).connectors++;
        }
        for (TaskStatus task : connector.status().tasks()) {
            if (!task.worker().isEmpty()) {
                load(task.worker()).tasks++;
                load(task.worker()).failed += task.state() == ConnectorState.FAILED ? 1 : 0;
            }
        }
    }

    private Load load(String workerId) {
        return loads.computeIfAbsent(urlOf(workerId).orElse(workerId), name -> new Load());
    }

    private Optional<String> urlOf(String workerId) {
        List<String> samePort = new ArrayList<>();
        for (WorkerInfo worker : workers) {
            URI url = URI.create(worker.url());
            if (workerId.equals(url.getAuthority())) {
                return Optional.of(worker.url());
            }
            if (workerId.endsWith(":" + url.getPort())) {
                samePort.add(worker.url());
            }
        }
        return samePort.size() == 1 ? Optional.of(samePort.get(0)) : Optional.empty();
    }

    private List<NodeLook> looks() {
        Map<String, NodeLook> looks = new LinkedHashMap<>();
        for (WorkerInfo worker : workers) {
            looks.put(worker.url(), look(worker.url(), worker.health(), worker.version(), new Load()));
        }
        loads.forEach((name, load) -> {
            NodeLook known = looks.getOrDefault(name, look(name, NOT_ASKED, "", load));
            looks.put(name, look(name, known.health(), known.version(), load));
        });
        return List.copyOf(looks.values());
    }

    private static NodeLook look(String name, String health, String version, Load load) {
        return new NodeLook(name, health, version, load.connectors, load.tasks, load.failed);
    }
}
