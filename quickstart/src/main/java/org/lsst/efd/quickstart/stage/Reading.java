package org.lsst.efd.quickstart.stage;

/**
 * What a stage has done up to a moment.
 *
 * @param title what the stage is called
 * @param records how many records or windows have arrived
 * @param ratePerSecond how many arrived in each of the last seconds
 * @param lag how far it is behind, in words; empty for the first stage
 * @param errors failed tasks, and records that were given up
 */
public record Reading(String title, long records, double ratePerSecond, String lag, long errors) {}
