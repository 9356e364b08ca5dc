package org.lsst.efd.connect.manager;

import org.lsst.efd.connect.manager.command.CommandLineRun;
import org.lsst.efd.connect.manager.command.Surroundings;

/** The process: its exit code is that of the command. */
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        System.exit(new CommandLineRun(Surroundings.ofProcess()).run(words));
    }
}
