package org.lsst.efd.quickstart.stores;

import java.io.IOException;
import java.sql.SQLException;
import org.lsst.efd.quickstart.stage.Form;

/** A place that telemetry was written to. */
public interface Store {
    /** What the user calls it. */
    String title();

    /**
     * What it holds of this topic.
     *
     * @param topic in the form that is asked for
     */
    Content content(Form form, String topic) throws IOException, SQLException, InterruptedException;
}
