package org.lsst.efd.connect.manager.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * All commands, in the order of the help. A command is made only where it may be meant: to read the annotations of all
 * of them is most of what a start would cost.
 */
final class Commands {
    private final Session session;

    Commands(Session session) {
        this.session = session;
    }

    /**
     * A command that is not made yet.
     *
     * @param names under which it is called
     * @param command makes it
     */
    record Entry(List<String> names, Supplier<CommandLine> command) {}

    /** The commands whose names are among these words; all of them where none is, or where one needs them all. */
    List<CommandLine> among(String... words) {
        List<String> given = Arrays.asList(words);
        if (given.equals(List.of("--version")) || given.equals(List.of("-V"))) {
            return List.of();
        }
        boolean needsAll = given.contains("help") || given.contains("__complete");
        List<CommandLine> named = entries().stream()
                .filter(entry -> needsAll || !Collections.disjoint(entry.names(), given))
                .map(entry -> entry.command().get())
                .toList();
        return named.isEmpty()
                ? entries().stream().map(entry -> entry.command().get()).toList()
                : named;
    }

    /** All commands. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>(readingEntries());
        entries.addAll(changingEntries());
        entries.add(entry(
                "offsets",
                () -> group(
                        new OffsetsCommand(),
                        new OffsetsGetCommand(session),
                        new OffsetsSetCommand(session),
                        new OffsetsRewindCommand(session),
                        new OffsetsDeleteCommand(session))));
        entries.add(entry(
                "context",
                () -> group(
                        new ContextCommand(),
                        new ContextAddCommand(session),
                        new ContextUseCommand(session),
                        new ContextListCommand(session),
                        new ContextCurrentCommand(session),
                        new ContextRemoveCommand(session))));
        entries.add(entry(
                "create",
                () -> group(
                        new CreateCommand(),
                        new CreateInfluxDbSinkCommand(session),
                        new CreateOracleSinkCommand(session),
                        new CreateParquetSinkCommand(session),
                        new CreateAggregatorCommand(session),
                        new CreateReplicationCommand(session))));
        return entries;
    }

    private List<Entry> readingEntries() {
        return List.of(
                single("list", () -> new ListCommand(session)),
                single("status", () -> new StatusCommand(session)),
                new Entry(List.of("describe", "info"), () -> new CommandLine(new DescribeCommand(session))),
                single("config", () -> new ConfigCommand(session)),
                single("tasks", () -> new TasksCommand(session)),
                single("topics", () -> new TopicsCommand(session)),
                single("plugins", () -> new PluginsCommand(session)),
                single("plugin", () -> new PluginCommand(session)),
                single("validate", () -> new ValidateCommand(session)),
                single("diff", () -> new DiffCommand(session)),
                single("loggers", () -> new LoggersCommand(session)),
                single("cluster", () -> new ClusterCommand(session)),
                single("completion", () -> new CompletionCommand(session)),
                single("__complete", () -> new CompleteCommand(session)),
                single("help", HelpCommand::new));
    }

    private List<Entry> changingEntries() {
        return List.of(
                single("apply", () -> new ApplyCommand(session)),
                single("upload", () -> new UploadCommand(session)),
                single("prune", () -> new PruneCommand(session)),
                single("watch", () -> new WatchCommand(session)),
                single("set", () -> new SetCommand(session)),
                single("restart", () -> new RestartCommand(session)),
                single("pause", () -> new PauseCommand(session)),
                single("resume", () -> new ResumeCommand(session)),
                single("stop", () -> new StopCommand(session)),
                single("delete", () -> new DeleteCommand(session)),
                single("logger", () -> new LoggerCommand(session)));
    }

    private static Entry single(String name, Supplier<Object> command) {
        return entry(name, () -> new CommandLine(command.get()));
    }

    private static Entry entry(String name, Supplier<CommandLine> command) {
        return new Entry(List.of(name), command);
    }

    private static CommandLine group(Object group, Object... members) {
        CommandLine line = new CommandLine(group);
        for (Object member : members) {
            line.addSubcommand(member);
        }
        return line;
    }
}
