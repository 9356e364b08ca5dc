package org.lsst.efd.connect.manager.command;

import org.lsst.efd.connect.manager.outcome.CommandFailure;
import picocli.CommandLine.Command;

@Command(
        name = "offsets",
        description = "Shows and changes the offsets of a connector.",
        footer = {
            "Every change prints the offsets before it on standard output;",
            "offsets set NAME -f FILE takes that back."
        })
final class OffsetsCommand implements Runnable {
    @Override
    public void run() {
        throw CommandFailure.usage("Which? offsets get, set, rewind or delete");
    }
}
