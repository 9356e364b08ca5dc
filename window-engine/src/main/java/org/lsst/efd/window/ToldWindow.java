package org.lsst.efd.window;

/**
 * A closed window together with the two offsets that make its repetition harmless.
 *
 * @param window the window
 * @param neededOffset from where the partition must be read again as long as the window is not durable
 * @param closingOffset the record that closed it; a replay closes it at the same record
 */
public record ToldWindow<G>(ClosedWindow<G> window, long neededOffset, long closingOffset) {}
