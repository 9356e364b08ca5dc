package org.lsst.efd.connect.manager.command;

import java.util.List;

/** All commands, in the order of the help. */
final class Commands {
    private Commands() {}

    static List<Object> of(Session session) {
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
                new SetCommand(session),
                new RestartCommand(session),
                new PauseCommand(session),
                new ResumeCommand(session),
                new StopCommand(session),
                new DeleteCommand(session),
                new LoggersCommand(session),
                new LoggerCommand(session),
                new ClusterCommand(session),
                new HelpCommand());
    }
}
