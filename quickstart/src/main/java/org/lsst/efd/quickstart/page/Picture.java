package org.lsst.efd.quickstart.page;

import java.util.List;

/**
 * One field of one topic over the last seconds of a run.
 *
 * @param title topic and field
 * @param raw time in seconds and value of every record, as InfluxDB has them
 * @param windows time in seconds, mean, minimum and maximum of every window, as the Parquet files have them
 */
public record Picture(String title, List<double[]> raw, List<double[]> windows) {
    /** Copies the lists. */
    public Picture {
        raw = List.copyOf(raw);
        windows = List.copyOf(windows);
    }
}
