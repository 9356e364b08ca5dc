package org.lsst.efd.connect.manager.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

final class CommandNamesTest {
    @TempDir
    private Path home;

    @Test
    void aCommandIsMadeUnderTheNamesItIsCalledBy() {
        Commands commands = new Commands(new Session(new GlobalOptions(), Run.surroundings(Map.of(), home)));
        for (Commands.Entry entry : commands.entries()) {
            CommandSpec spec = entry.command().get().getCommandSpec();
            List<String> names = new ArrayList<>(List.of(spec.name()));
            names.addAll(List.of(spec.aliases()));
            assertThat(entry.names()).isEqualTo(names);
        }
    }

    @Test
    void aNameThatIsMisspeltIsComparedWithAllCommands() {
        assertThat(Run.of(Map.of(), home, "", "restrat", "x").err()).contains("restart");
        assertThat(Run.of(Map.of(), home, "", "--help").out()).contains("offsets", "watch", "create");
        assertThat(Run.of(Map.of(), home, "", "help", "pause").out()).contains("Usage: connect-manager pause");
    }
}
