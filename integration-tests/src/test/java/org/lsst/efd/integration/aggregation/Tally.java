package org.lsst.efd.integration.aggregation;

/**
 * What a window says of its records. The values of the load are multiples of a power of two, so sums are exact and means
 * can be compared to the bit.
 *
 * @param records how many there are
 * @param values how many of them have a value that is a number
 */
record Tally(long records, long values, double min, double max, double mean) {}
