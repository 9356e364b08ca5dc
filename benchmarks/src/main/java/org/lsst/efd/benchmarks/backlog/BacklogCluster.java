package org.lsst.efd.benchmarks.backlog;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.lsst.efd.benchmarks.harness.Comparison;
import org.lsst.efd.quickstart.stack.LocalStack;
import org.lsst.efd.quickstart.stack.SchemaRegistry;

/** A broker that holds the backlog, two registries, and a worker with the built plugins. */
final class BacklogCluster {
    static final String BROKER = "backlog.bootstrap.servers";
    static final String WORKER = "backlog.worker";
    static final String FIRST = "backlog.registry.first";
    static final String SECONDARY = "backlog.registry.secondary";
    private static final ObjectMapper JSON = new ObjectMapper();

    private BacklogCluster() {}

    static Comparison.Environment.Running start() throws Exception {
        LocalStack stack = LocalStack.builder()
                .cluster("ldf", options -> options.setting("log.retention.ms", "-1"))
                .registry("first")
                .registry("secondary")
                .workers("ldf", "ldf", 1, options -> options.jvm("-Xmx1g")
                        .jvm("-XX:-UseSerialGC")
                        .jvm("-XX:+UseParallelGC"))
                .plugins(Path.of("target", "plugins").toAbsolutePath())
                .progress(System.err::println)
                .start();
        try (Producer<byte[], byte[]> producer = stack.cluster("ldf").producer()) {
            Map<String, Integer> schemaIds = new HashMap<>();
            for (String topic : Backlog.TOPICS) {
                stack.cluster("ldf").createTopic(topic, 1);
                schemaIds.put(topic, register(stack.registry("first"), topic));
            }
            Backlog.write(producer, schemaIds);
        }
        return new Comparison.Environment.Running(
                Map.of(
                        BROKER, stack.cluster("ldf").bootstrapServers(),
                        WORKER, stack.connect("ldf").worker(0).url(),
                        FIRST, stack.registry("first").url(),
                        SECONDARY, stack.registry("secondary").url()),
                () -> {
                    stack.close();
                    return "stopped";
                });
    }

    private static int register(SchemaRegistry registry, String topic) throws IOException, InterruptedException {
        String body =
                JSON.writeValueAsString(Map.of("schema", Backlog.schema(topic).toString()));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(registry.url() + "/subjects/" + topic + "-value/versions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(answer.body()).path("id").intValue();
    }
}
