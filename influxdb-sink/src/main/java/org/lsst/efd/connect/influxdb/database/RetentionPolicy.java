package org.lsst.efd.connect.influxdb.database;

/**
 * A retention policy as the server tells it.
 *
 * @param isDefault whether writes that name no policy go to it
 */
public record RetentionPolicy(String name, RetentionDuration duration, boolean isDefault) {}
