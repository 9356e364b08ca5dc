package org.lsst.efd.connect.manager.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Locale;
import org.lsst.efd.connect.manager.outcome.CommandFailure;

/** Asks the person at the terminal before something is lost. */
final class Confirmation {
    private final Session session;

    Confirmation(Session session) {
        this.session = session;
    }

    /**
     * Returns when the answer is yes.
     *
     * @param isGiven whether the answer was given as an option
     * @throws CommandFailure where it is no, or nobody can be asked
     */
    void require(String question, boolean isGiven) {
        if (isGiven) {
            return;
        }
        if (!session.surroundings().terminal().isInteractive()) {
            throw CommandFailure.usage(question + " Nobody can be asked here: give --yes");
        }
        session.console().remark(question + " [y/N]");
        if (!answer().strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
            throw CommandFailure.usage("Nothing is done");
        }
    }

    private String answer() {
        try {
            String line = new BufferedReader(
                            new InputStreamReader(session.surroundings().in(), Charset.defaultCharset()))
                    .readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }
}
