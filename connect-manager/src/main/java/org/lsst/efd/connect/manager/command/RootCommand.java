package org.lsst.efd.connect.manager.command;

import org.lsst.efd.connect.manager.outcome.CommandFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "connect-manager",
        description = "Deploys, compares, watches and repairs connectors on a Connect cluster.",
        versionProvider = RootCommand.Version.class,
        footer = {
            "",
            "Exit codes: 0 done, 1 something failed, 2 usage, 3 differences (--exit-code),",
            "4 configuration rejected, 5 no worker or no access, 6 FAILED or UNASSIGNED."
        })
final class RootCommand implements Runnable {
    @Mixin
    final GlobalOptions options = new GlobalOptions();

    @Override
    public void run() {
        throw CommandFailure.usage("Which command? connect-manager --help shows them all");
    }

    /** The version of the distribution. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = RootCommand.class.getPackage().getImplementationVersion();
            return new String[] {"connect-manager " + (version == null ? "(not packaged)" : version)};
        }
    }
}
