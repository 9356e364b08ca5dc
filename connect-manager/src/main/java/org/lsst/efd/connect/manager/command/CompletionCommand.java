package org.lsst.efd.connect.manager.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        description = "Prints the completion script of a shell.",
        footer = "For example: source <(connect-manager completion bash)")
final class CompletionCommand implements Callable<Integer> {
    /** The shells, each with its script. */
    enum Shell {
        BASH("connect-manager.bash"),
        ZSH("_connect-manager");

        private final String script;

        Shell(String script) {
            this.script = script;
        }
    }

    private final Session session;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (InputStream script = CompletionCommand.class.getResourceAsStream("completion/" + shell.script)) {
            if (script == null) {
                throw new IllegalStateException("no script " + shell.script + " in the jar");
            }
            session.console().line(new String(script.readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the script " + shell.script, e);
        }
    }
}
