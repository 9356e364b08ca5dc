package org.lsst.efd.connect.influxdb.lanes;

/**
 * What is written to.
 *
 * @param name for messages: server, database and policy
 */
public record Target(String name, TargetCheck check) {}
