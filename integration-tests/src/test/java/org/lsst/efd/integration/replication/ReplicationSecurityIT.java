package org.lsst.efd.integration.replication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lsst.efd.integration.TaskNumbers;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.connect.ConnectorStatus;
import org.lsst.efd.quickstart.process.Await;
import org.lsst.efd.quickstart.stack.ComponentOptions;
import org.lsst.efd.quickstart.stack.LocalStack;

/** A source that asks who is there (SASL, over TLS), registries that do, and passwords that nobody ever sees. */
class ReplicationSecurityIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String USER = "reader";
    /** Parts of every password, also of the wrong ones: what must be seen nowhere. */
    private static final List<String> MARKERS = List.of("m4rk3r", "wr0ng");

    private static final String KAFKA_PASSWORD = "kafka-m4rk3r-1";
    private static final String STORE_PASSWORD = "store-m4rk3r-2";
    private static final String REGISTRY_PASSWORD = "registry-m4rk3r-3";

    @TempDir
    private static Path directory;

    private static LocalStack stack;
    private static ConnectRest rest;
    private static Schemas there;
    private static GuardedRegistry source;
    private static GuardedRegistry target;
    private static TaskNumbers numbers;

    @BeforeAll
    static void start() throws Exception {
        Path store = keystore();
        writeSecrets(store);
        stack = LocalStack.builder()
                .cluster("summit", options -> secured(options, store))
                .cluster("ldf")
                .registry("summit")
                .registry("ldf")
                .workers("ldf", "ldf", 1, options -> options.setting("config.providers", "file")
                        .setting(
                                "config.providers.file.class",
                                "org.apache.kafka.common.config.provider.FileConfigProvider"))
                .start();
        rest = stack.connect("ldf").rest();
        there = new Schemas(stack.registry("summit").url());
        source = new GuardedRegistry(stack.registry("summit").url(), USER + ":" + REGISTRY_PASSWORD);
        target = new GuardedRegistry(stack.registry("ldf").url(), USER + ":" + REGISTRY_PASSWORD);
        numbers = new TaskNumbers(stack.connect("ldf"));
    }

    @AfterAll
    static void stop() {
        source.close();
        target.close();
        there.close();
        stack.close();
    }

    /** A key of the broker with a certificate that it signed itself; it also serves those who are to trust it. */
    private static Path keystore() throws IOException, InterruptedException {
        Path store = directory.resolve("store.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        STORE_PASSWORD)
                .inheritIO()
                .start();
        assertThat(made.waitFor()).as("exit code of keytool").isZero();
        return store;
    }

    private static ComponentOptions secured(ComponentOptions options, Path store) {
        String listener = "listener.name.secured.ssl.";
        return options.login(USER, KAFKA_PASSWORD)
                .setting("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL")
                .setting(listener + "keystore.location", store.toString())
                .setting(listener + "keystore.type", "PKCS12")
                .setting(listener + "keystore.password", STORE_PASSWORD)
                .setting(listener + "key.password", STORE_PASSWORD);
    }

    private static void writeSecrets(Path store) throws IOException {
        Files.writeString(
                directory.resolve("secrets.properties"),
                String.join(
                        "\n",
                        "jaas=" + jaas(KAFKA_PASSWORD),
                        "wrong.jaas=" + jaas("kafka-wr0ng"),
                        "store=" + STORE_PASSWORD,
                        "registry=" + USER + ":" + REGISTRY_PASSWORD,
                        "wrong.registry=" + USER + ":registry-wr0ng"));
        assertThat(store).exists();
    }

    private static String jaas(String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + USER + "\" password=\""
                + password + "\";";
    }

    private static String secret(String key) {
        return "${file:" + directory.resolve("secrets.properties") + ":" + key + "}";
    }

    /** Both clients log in with settings under these prefixes. */
    private static Map<String, String> config(String topic, List<String> prefixes, String jaas, String registry) {
        Map<String, String> config = ReplicationConfig.ofBytes(
                stack,
                topic,
                "source.bootstrap.servers",
                stack.cluster("summit").securedBootstrapServers(),
                "source.schema.registry.url",
                source.url(),
                "source.schema.registry.basic.auth.user.info",
                registry,
                "target.schema.registry.url",
                target.url(),
                "target.schema.registry.basic.auth.user.info",
                secret("registry"),
                "tasks.max",
                "1");
        for (String prefix : prefixes) {
            config.put(prefix + "security.protocol", "SASL_SSL");
            config.put(prefix + "sasl.mechanism", "PLAIN");
            config.put(prefix + "sasl.jaas.config", jaas);
            config.put(
                    prefix + "ssl.truststore.location",
                    directory.resolve("store.p12").toString());
            config.put(prefix + "ssl.truststore.type", "PKCS12");
            config.put(prefix + "ssl.truststore.password", secret("store"));
        }
        return config;
    }

    private static void send(String topic) {
        stack.cluster("summit").createTopic(topic, 1);
        int id = there.register(topic + "-value", Schemas.record("Secured", "x"));
        GenericRecord value = new GenericData.Record(there.schema(id));
        value.put("x", 1L);
        stack.cluster("summit").append(topic, List.of(there.encode(id, value)));
    }

    @Test
    void passwordsOpenTheWayAndAreSeenNowhere() throws Exception {
        Map<String, List<String>> ways =
                Map.of("each-client", List.of("source.consumer.", "source.admin."), "all-clients", List.of("source."));
        for (Map.Entry<String, List<String>> way : ways.entrySet()) {
            send(way.getKey());
            rest.put(way.getKey(), config(way.getKey(), way.getValue(), secret("jaas"), secret("registry")));
            assertThat(new CopyAudit(stack).await(way.getKey())).hasSize(1);
        }
        assertThat(source.passed()).isPositive();
        assertThat(target.passed()).isPositive();

        send("refused");
        rest.put("refused", config("refused", List.of("source."), secret("wrong.jaas"), secret("registry")));
        String trace = Await.value("the task to fail", LIMIT, () -> rest.status("refused")
                .map(ConnectorStatus::failures)
                .filter(failures -> failures.contains("task 0")));
        assertThat(trace).contains("SaslAuthenticationException");

        send("unread");
        rest.put("unread", config("unread", List.of("source."), secret("jaas"), secret("wrong.registry")));
        Await.until(
                "a partition that waits",
                LIMIT,
                () -> numbers.of("unread", "waiting-partitions", "reason", "schema-conflict") == 1);
        assertThat(source.refused()).isPositive();
        assertThat(stack.cluster("ldf").records("unread")).isEmpty();

        assertThatNothingShowsAPassword();
    }

    private static void assertThatNothingShowsAPassword() throws IOException {
        String answers = rest.get("/connectors?expand=status&expand=info").toString();
        assertThat(answers).contains("refused", "${file:").doesNotContain(MARKERS);
        // written out by somebody who does not know better
        Map<String, String> plain = new HashMap<>(
                config("plain", List.of("source."), jaas(KAFKA_PASSWORD), USER + ":" + REGISTRY_PASSWORD));
        plain.put("name", "plain");
        plain.put("gap.policy", "perhaps");
        String validated = rest.call(
                        "PUT",
                        "/connector-plugins/" + ReplicationConfig.CONNECTOR + "/config/validate",
                        new ObjectMapper().writeValueAsString(plain))
                .toString();
        assertThat(validated).contains("gap.policy").doesNotContain(MARKERS);
        for (String marker : MARKERS) {
            assertThat(numbers.logged(marker)).as("lines of the workers' logs").isEmpty();
        }
        assertThat(numbers.logged("Started as task")).isNotEmpty();
    }
}
