package org.lsst.efd.window;

import org.lsst.efd.window.statistics.Summary;

/**
 * A window of one group that is closed: nothing more will be added.
 *
 * @param startMs first millisecond of the window
 * @param endMs first millisecond after it
 * @param group the group it belongs to
 * @param summary its statistics
 */
public record ClosedWindow<G>(long startMs, long endMs, G group, Summary summary) {}
