package org.lsst.efd.quickstart;

import org.jspecify.annotations.Nullable;
import org.lsst.efd.quickstart.stack.LocalStack;
import org.lsst.efd.quickstart.stack.SqlDatabase;
import picocli.CommandLine.Option;

/** The options that say which database records are written to. */
final class Database {
    private static final String PASSWORD = "EFD_JDBC_PASSWORD";

    @Option(
            names = "--jdbc",
            paramLabel = "URL",
            description = "A database of your own, in place of an embedded one that behaves as Oracle:"
                    + " jdbc:postgresql:, jdbc:mariadb: or jdbc:oracle:. Its password stands in the environment"
                    + " variable " + PASSWORD + ".")
    private @Nullable String url;

    @Option(names = "--jdbc-user", paramLabel = "NAME", description = "The user in that database (efd).")
    private String user = "efd";

    /** Where to connect to, and as whom. */
    record Login(String url, String user, String password) {}

    /** Whether the stack brings it. */
    boolean isEmbedded() {
        return url == null;
    }

    /** The database of the user, or that of the stack. */
    Login login(LocalStack stack) {
        if (url != null) {
            return new Login(url, user, System.getenv().getOrDefault(PASSWORD, ""));
        }
        SqlDatabase embedded = stack.h2();
        return new Login(embedded.jdbcUrl(), embedded.user(), embedded.password());
    }
}
