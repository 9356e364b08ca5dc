package org.lsst.efd.connect.manager.command;

import org.lsst.efd.connect.manager.outcome.CommandFailure;
import picocli.CommandLine.Command;

@Command(name = "create", description = "Creates a connector of the bundle from a few options.")
final class CreateCommand implements Runnable {
    @Override
    public void run() {
        throw CommandFailure.usage("Which? create influxdb-sink, oracle-sink, parquet-sink, aggregator or replication");
    }
}
