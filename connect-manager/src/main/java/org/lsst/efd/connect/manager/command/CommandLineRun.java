package org.lsst.efd.connect.manager.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.outcome.FailureReport;
import org.lsst.efd.connect.manager.output.Terminal;
import org.lsst.efd.connect.manager.secrets.Redaction;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** One call of the command line: the commands wired together, and the end of every failure. */
public final class CommandLineRun {
    private final Surroundings surroundings;

    public CommandLineRun(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs the command these words name and returns the exit code. */
    public int run(String... words) {
        RootCommand root = new RootCommand();
        try (Session session = new Session(root.options, surroundings)) {
            return commandLine(root, session, words).execute(words);
        }
    }

    private static CommandLine commandLine(RootCommand root, Session session, String... words) {
        Surroundings surroundings = session.surroundings();
        Terminal terminal = surroundings.terminal();
        CommandLine line = new CommandLine(root);
        new Commands(session).among(words).forEach(command -> line.addSubcommand(command));
        line.registerConverter(Duration.class, new TimeSpan());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(surroundings.out());
        line.setErr(surroundings.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.hasColours() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(terminal.isInteractive() ? Math.max(60, Math.min(terminal.columns(), 200)) : 100);
        line.setParameterExceptionHandler((failure, given) -> {
            surroundings.err().println("error: " + Redaction.masking().text(String.valueOf(failure.getMessage())));
            suggestions(failure).ifPresent(surroundings.err()::println);
            surroundings
                    .err()
                    .println("Try '" + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help'");
            surroundings.err().flush();
            return ExitCode.USAGE.number();
        });
        line.setExecutionExceptionHandler((failure, where, parsed) -> end(session, failure));
        return line;
    }

    private static Optional<String> suggestions(CommandLine.ParameterException failure) {
        return failure instanceof CommandLine.UnmatchedArgumentException unmatched
                        && !unmatched.getSuggestions().isEmpty()
                ? Optional.of("Did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?")
                : Optional.empty();
    }

    private static int end(Session session, Exception failure) {
        FailureReport report = FailureReport.of(failure);
        Redaction redaction = redaction(session);
        PrintWriter err = session.surroundings().err();
        err.println("error: " + redaction.text(report.message()));
        if (session.isDebugging()) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            err.println(redaction.text(trace.toString()));
        }
        err.flush();
        return report.exitCode().number();
    }

    /** What is masked, also where the options that decide it are themselves the mistake. */
    private static Redaction redaction(Session session) {
        try {
            return session.redaction();
        } catch (CommandFailure failure) {
            return Redaction.masking();
        }
    }
}
