package org.lsst.efd.connect.manager.context;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.secrets.SecretKeys;

/**
 * The named clusters of a user, in one YAML file of mode 0600. Immutable; a change is written at once.
 *
 * <p>A secret is best a reference, {@code env:NAME} or {@code file:PATH}. A file that holds one in the clear is refused
 * where others may read it.
 */
public final class Contexts {
    private static final Set<String> SETTINGS = Set.of(
            "connect",
            "broker",
            "kafka-config",
            "kafka-username",
            "kafka-password",
            "rest-user",
            "rest-password",
            "rest-ca",
            "rest-cert",
            "rest-key",
            "output");

    private final Path file;
    private final Map<String, NamedCluster> clusters;
    private final Optional<String> current;

    private Contexts(Path file, Map<String, NamedCluster> clusters, Optional<String> current) {
        this.file = file;
        this.clusters = Collections.unmodifiableMap(new TreeMap<>(clusters));
        this.current = current;
    }

    /** The contexts of this file; none where it does not exist. */
    public static Contexts in(Path file) {
        if (!Files.exists(file)) {
            return new Contexts(file, Map.of(), Optional.empty());
        }
        try {
            JsonNode root = new YAMLMapper().readTree(file.toFile());
            Map<String, NamedCluster> clusters = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : root.path("contexts").properties()) {
                clusters.put(entry.getKey(), cluster(file, entry.getKey(), entry.getValue()));
            }
            String current = root.path("current").asText("");
            Contexts contexts =
                    new Contexts(file, clusters, Optional.of(current).filter(name -> !name.isEmpty()));
            contexts.refuseReadableSecrets();
            return contexts;
        } catch (IOException e) {
            throw CommandFailure.usage("The contexts in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static NamedCluster cluster(Path file, String name, JsonNode json) {
        Map<String, String> settings = new TreeMap<>();
        Map<String, String> variables = new TreeMap<>();
        json.forEachEntry((key, value) -> {
            if (key.equals("vars")) {
                value.forEachEntry((variable, text) -> variables.put(variable, text.asText()));
            } else if (SETTINGS.contains(key)) {
                settings.put(key, value.asText());
            } else {
                throw CommandFailure.usage(
                        file + ": the context " + name + " has the unknown setting " + key + "; known are vars, "
                                + String.join(", ", SETTINGS.stream().sorted().toList()));
            }
        });
        return new NamedCluster(settings, variables);
    }

    private void refuseReadableSecrets() throws IOException {
        if (clusters.values().stream().noneMatch(Contexts::holdsSecret)
                || Files.getFileAttributeView(file, PosixFileAttributeView.class) == null) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.contains(PosixFilePermission.GROUP_READ)
                || permissions.contains(PosixFilePermission.OTHERS_READ)) {
            throw CommandFailure.usage(
                    file + " holds secrets and others may read it: chmod 600, or write env:NAME or file:PATH");
        }
    }

    private static boolean holdsSecret(NamedCluster cluster) {
        SecretKeys keys = SecretKeys.byName();
        boolean inSettings = cluster.settings().entrySet().stream()
                .anyMatch(entry -> (keys.isSecret(entry.getKey()) && !isReference(entry.getValue()))
                        || entry.getValue().matches(".*://[^/@]*:[^/@]*@.*"));
        return inSettings
                || cluster.variables().entrySet().stream()
                        .anyMatch(entry -> keys.hides(entry.getKey(), entry.getValue()));
    }

    private static boolean isReference(String value) {
        return value.startsWith("env:") || value.startsWith("file:");
    }

    /** The value behind {@code env:NAME} or {@code file:PATH}; any other text stands for itself. */
    public static String resolved(String value, Map<String, String> environment) {
        if (value.startsWith("env:")) {
            String name = value.substring("env:".length());
            String found = environment.get(name);
            if (found == null) {
                throw CommandFailure.usage("The environment variable " + name + " that the context names is not set");
            }
            return found;
        }
        if (value.startsWith("file:")) {
            Path path = Path.of(value.substring("file:".length()));
            try {
                return Files.readString(path).strip();
            } catch (IOException e) {
                throw CommandFailure.usage("The file " + path + " that the context names cannot be read", e);
            }
        }
        return value;
    }

    /** All contexts by name. */
    public Map<String, NamedCluster> clusters() {
        return clusters;
    }

    /** The one that is used when none is asked for. */
    public Optional<String> current() {
        return current;
    }

    /** The context of this name. */
    public NamedCluster named(String name) {
        NamedCluster cluster = clusters.get(name);
        if (cluster == null) {
            throw CommandFailure.usage("There is no context " + name + "; there are "
                    + (clusters.isEmpty() ? "none: add one with context add" : String.join(", ", clusters.keySet())));
        }
        return cluster;
    }

    /** These contexts with one more, which becomes the current one where there was none. */
    public Contexts with(String name, NamedCluster cluster) {
        Map<String, NamedCluster> more = new TreeMap<>(clusters);
        more.put(name, cluster);
        return new Contexts(file, more, current.or(() -> Optional.of(name)));
    }

    /** These contexts without one. */
    public Contexts without(String name) {
        named(name);
        Map<String, NamedCluster> fewer = new TreeMap<>(clusters);
        fewer.remove(name);
        return new Contexts(file, fewer, current.filter(other -> !other.equals(name)));
    }

    /** These contexts with another current one. */
    public Contexts using(String name) {
        named(name);
        return new Contexts(file, clusters, Optional.of(name));
    }

    /** Writes the file, readable by its owner only. */
    public void write() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        current.ifPresent(name -> root.put("current", name));
        ObjectNode all = root.putObject("contexts");
        clusters.forEach((name, cluster) -> {
            ObjectNode json = all.putObject(name);
            cluster.settings().forEach(json::put);
            if (!cluster.variables().isEmpty()) {
                ObjectNode variables = json.putObject("vars");
                cluster.variables().forEach(variables::put);
            }
        });
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory == null) {
                throw new IOException("it has no directory");
            }
            Files.createDirectories(directory);
            Path fresh = Files.createTempFile(directory, "config", ".yaml", ownerOnly(directory));
            Files.writeString(fresh, new YAMLMapper().writeValueAsString(root));
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw CommandFailure.usage("The contexts in " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) {
        boolean isPosix = Files.getFileAttributeView(directory, PosixFileAttributeView.class) != null;
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
