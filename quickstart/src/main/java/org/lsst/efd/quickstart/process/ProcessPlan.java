package org.lsst.efd.quickstart.process;

import java.nio.file.Path;
import java.util.List;

/**
 * How a process is started, and how one sees that it serves.
 *
 * @param name what it is called in messages
 * @param command program and arguments
 * @param directory its working directory
 * @param log the file that its output and its errors are appended to
 * @param port the port that it must own before it is asked
 * @param readiness the conversation that shows that it serves
 * @param stopSignal the signal that stops it in the orderly way, without SIG
 */
public record ProcessPlan(
        String name, List<String> command, Path directory, Path log, int port, Readiness readiness, String stopSignal) {

    /** Copies the command. */
    public ProcessPlan {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("no command for " + name);
        }
    }

    /** A question that only a serving process answers. */
    @FunctionalInterface
    public interface Readiness {
        /** Whether it answers; an exception counts as a no. */
        boolean answers() throws Exception;
    }
}
