package org.lsst.efd.connect.manager.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "help", description = "The help of a command.")
final class HelpCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command.")
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli injects the specification");
        }
        CommandLine line = spec.root().commandLine();
        for (String word : words) {
            line = line.getSubcommands().get(word);
            if (line == null) {
                throw CommandFailure.usage("There is no command " + String.join(" ", words));
            }
        }
        line.usage(line.getOut());
        return 0;
    }
}
