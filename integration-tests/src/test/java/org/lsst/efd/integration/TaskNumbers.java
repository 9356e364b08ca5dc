package org.lsst.efd.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.lsst.efd.quickstart.process.LocalProcess;
import org.lsst.efd.quickstart.stack.ConnectCluster;
import org.lsst.efd.quickstart.stack.ConnectWorker;

/** Metrics of workers that run, as an operator sees them (JMX), and their logs. */
public final class TaskNumbers {
    private final ConnectCluster connect;

    public TaskNumbers(ConnectCluster connect) {
        this.connect = connect;
    }

    /** How often a task that reads a source cluster was started, by the workers' logs: what Connect 4.3.1 counts itself stays 0. */
    public long taskStarts() {
        int starts = logged("Started as task ").size();
        assertThat(starts).as("starts of tasks").isPositive();
        return starts;
    }

    /** The sum of a metric over the tasks of a connector. */
    public long of(String connector, String metric) {
        return Math.round(sum("connector=" + connector + ",*", metric));
    }

    /** The sum of a metric over the tasks of a connector, where a tag has this value. */
    public long of(String connector, String metric, String tag, String value) {
        return Math.round(sum("connector=" + connector + "," + tag + "=" + value + ",*", metric));
    }

    /** Whether a task of a connector has metrics where a tag has this value. */
    public boolean has(String connector, String tag, String value) {
        return sum("connector=" + connector + "," + tag + "=" + value + ",*", (server, bean) -> 1) > 0;
    }

    private double sum(String beans, String metric) {
        return sum(beans, (server, bean) -> value(server, bean, metric));
    }

    private interface BeanValue {
        double of(MBeanServerConnection server, ObjectName bean) throws IOException, JMException;
    }

    private double sum(String beans, BeanValue value) {
        double sum = 0;
        for (ConnectWorker worker : connect.workers()) {
            if (worker.process().isAlive()) {
                sum += sum(worker.process(), beans, value);
            }
        }
        return sum;
    }

    @SuppressWarnings("BanJNDI") // the address is that of a process that this test has started
    private static double sum(LocalProcess worker, String beans, BeanValue value) {
        try (JMXConnector connector = JMXConnectorFactory.connect(address(worker.pid()))) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            double sum = 0;
            for (ObjectName bean : server.queryNames(new ObjectName("kafka.connect:" + beans), null)) {
                sum += value.of(server, bean);
            }
            return sum;
        } catch (IOException | JMException | AttachNotSupportedException e) {
            throw new AssertionError("no metrics of " + worker.name(), e);
        }
    }

    private static double value(MBeanServerConnection server, ObjectName bean, String metric)
            throws IOException, JMException {
        try {
            boolean hasIt = List.of(server.getMBeanInfo(bean).getAttributes()).stream()
                    .anyMatch(attribute -> attribute.getName().equals(metric));
            return hasIt ? ((Number) server.getAttribute(bean, metric)).doubleValue() : 0;
        } catch (InstanceNotFoundException gone) {
            // its task has ended since the beans were listed
            return 0;
        }
    }

    private static JMXServiceURL address(long pid) throws IOException, AttachNotSupportedException {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            return new JMXServiceURL(machine.startLocalManagementAgent());
        } finally {
            machine.detach();
            // a worker that is killed does not take it away
            Files.deleteIfExists(Path.of("/tmp/.java_pid" + pid));
        }
    }

    /** Lines of the workers' logs that hold this text. */
    public List<String> logged(String text) {
        return connect.workers().stream()
                .flatMap(worker -> lines(worker.process().log()).stream())
                .filter(line -> line.contains(text))
                .toList();
    }

    private static List<String> lines(Path log) {
        try {
            return Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("cannot read " + log, e);
        }
    }
}
