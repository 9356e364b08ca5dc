package org.lsst.efd.connect.manager.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** All commands, in the order of the help. */
final class Commands {
    private Commands() {}

    /** The commands as picocli takes them. */
    static List<CommandLine> of(Session session) {
        List<CommandLine> commands = new ArrayList<>();
        single(session).forEach(command -> commands.add(new CommandLine(command)));
        commands.add(group(
                new OffsetsCommand(),
                new OffsetsGetCommand(session),
                new OffsetsSetCommand(session),
                new OffsetsRewindCommand(session),
                new OffsetsDeleteCommand(session)));
        commands.add(group(
                new ContextCommand(),
                new ContextAddCommand(session),
                new ContextUseCommand(session),
                new ContextListCommand(session),
                new ContextCurrentCommand(session),
                new ContextRemoveCommand(session)));
        commands.add(group(
                new CreateCommand(),
                new CreateInfluxDbSinkCommand(session),
                new CreateOracleSinkCommand(session),
                new CreateParquetSinkCommand(session),
                new CreateAggregatorCommand(session),
                new CreateReplicationCommand(session)));
        return commands;
    }

    private static CommandLine group(Object group, Object... members) {
        CommandLine line = new CommandLine(group);
        for (Object member : members) {
            line.addSubcommand(member);
        }
        return line;
    }

    private static List<Object> single(Session session) {
        return List.of(
                new ListCommand(session),
                new StatusCommand(session),
                new DescribeCommand(session),
                new ConfigCommand(session),
                new TasksCommand(session),
                new TopicsCommand(session),
                new PluginsCommand(session),
                new PluginCommand(session),
                new ValidateCommand(session),
                new DiffCommand(session),
                new ApplyCommand(session),
                new UploadCommand(session),
                new PruneCommand(session),
                new WatchCommand(session),
                new SetCommand(session),
                new RestartCommand(session),
                new PauseCommand(session),
                new ResumeCommand(session),
                new StopCommand(session),
                new DeleteCommand(session),
                new LoggersCommand(session),
                new LoggerCommand(session),
                new ClusterCommand(session),
                new CompletionCommand(session),
                new CompleteCommand(session),
                new HelpCommand());
    }
}
