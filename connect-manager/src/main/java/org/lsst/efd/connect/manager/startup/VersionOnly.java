package org.lsst.efd.connect.manager.startup;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The smallest program with picocli: what a command line costs that can do nothing but tell its version. */
@Command(name = "version-only", mixinStandardHelpOptions = true, version = "1")
public final class VersionOnly implements Runnable {
    private VersionOnly() {}

    public static void main(String[] words) {
        System.exit(new CommandLine(new VersionOnly()).execute(words));
    }

    @Override
    public void run() {}
}
