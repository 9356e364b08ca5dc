package org.lsst.efd.connect.manager.command;

import org.lsst.efd.connect.manager.outcome.CommandFailure;
import picocli.CommandLine.Command;

@Command(name = "context", description = "Named clusters.")
final class ContextCommand implements Runnable {
    @Override
    public void run() {
        throw CommandFailure.usage("Which? context add, use, list, current or remove");
    }
}
