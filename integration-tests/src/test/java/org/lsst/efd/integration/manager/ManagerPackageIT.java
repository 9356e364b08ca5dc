package org.lsst.efd.integration.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip as somebody unpacks it, in a directory with a blank, called through a link. */
class ManagerPackageIT {
    private static final String NOBODY = "http://127.0.0.1:9";

    @TempDir
    private Path directory;

    private Path home;
    private Path command;
    private final Map<String, String> environment = new TreeMap<>();

    @BeforeEach
    void unpack() throws IOException {
        Path built = ManagerProcess.installation();
        Path zip = built.resolve("../..").normalize().resolve(built.getFileName() + ".zip");
        Path unpacked = Files.createDirectory(directory.resolve("un packed"));
        try (FileSystem content = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true));
                Stream<Path> entries = Files.walk(content.getPath("/"))) {
            for (Path entry : entries.skip(1).toList()) {
                Path target = unpacked.resolve(entry.toString().substring(1));
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(entry, target);
                    Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(entry));
                }
            }
        }
        home = unpacked.resolve(built.getFileName());
        Path bin = Files.createDirectory(directory.resolve("bin"));
        command = Files.createSymbolicLink(bin.resolve("connect-manager"), home.resolve("bin/connect-manager"));
        environment.put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        environment.put("CONNECT_MANAGER_CONFIG", directory.resolve("none.yaml").toString());
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
    }

    private Call run(String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.environment().putAll(environment);
        Path err = directory.resolve("err");
        Process process = builder.redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Call(process.waitFor(), out, Files.readString(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + List.of(words), e);
        }
    }

    @Test
    void startsThroughALinkAndUsesTheArchiveItHasMade() throws IOException {
        Call first = run(command.toString(), "--version");
        assertThat(first.out()).matches("connect-manager \\d+\\.\\d+\\.\\d+\\n");
        assertThat(first.exitCode()).as(first.err()).isZero();
        try (Stream<Path> archives = Files.list(directory.resolve("cache/connect-manager"))) {
            assertThat(archives.toList()).singleElement().satisfies(archive -> {
                assertThat(archive.toString()).endsWith(".jsa");
                assertThat(Files.size(archive)).isGreaterThan(1_000_000);
            });
        }
        // a JVM that must share classes does not start without a fitting archive
        environment.put("CONNECT_MANAGER_OPTS", "-Xshare:on");
        Call second = run(command.toString(), "-c", NOBODY, "list");
        assertThat(second.exitCode()).isEqualTo(5);
        assertThat(second.err()).startsWith("error: No worker answers GET /connectors");
        assertThat(second.out()).isEmpty();
    }

    @Test
    void saysWhichJavaItNeeds() throws IOException {
        Path old = directory.resolve("old-java");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        Files.createFile(
                old.resolve("bin/java"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        environment.put("JAVA_HOME", old.toString());
        Call call = run(command.toString(), "--version");
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).contains("needs Java 17 or newer", "is version 11");
    }

    @Test
    void completesInBash() throws IOException {
        String script = "source '" + home.resolve("completion/connect-manager.bash") + "'\n"
                + "COMP_WORDS=(connect-manager res); COMP_CWORD=1; _connect_manager\n"
                + "printf '%s\\n' \"${COMPREPLY[@]}\"";
        Call call = run("bash", "-c", script);
        assertThat(call.out().lines()).as(call.err()).containsExactly("restart", "resume");
        assertThat(run(command.toString(), "completion", "bash").out())
                .isEqualTo(Files.readString(home.resolve("completion/connect-manager.bash")));
        assertThat(run(command.toString(), "completion", "zsh").out())
                .isEqualTo(Files.readString(home.resolve("completion/_connect-manager")));
    }

    @Test
    void holdsTheFilesOfTheQuickstartAndTheLicence() {
        assertThat(home.resolve("examples/telemetry-generated.json")).exists();
        assertThat(home.resolve("examples/influxdb-sink.yaml")).exists();
        assertThat(home.resolve("LICENSE")).exists();
        assertThat(home.resolve("NOTICE")).exists();
    }
}
