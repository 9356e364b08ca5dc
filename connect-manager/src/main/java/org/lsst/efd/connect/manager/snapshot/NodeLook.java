package org.lsst.efd.connect.manager.snapshot;

/**
 * One worker at one moment.
 *
 * @param name its URL, or the address it advertises where no URL leads to it
 * @param health what it says about itself; "unreachable" where it does not answer
 * @param version of Kafka; empty where it is not known
 * @param connectors how many it runs
 * @param tasks how many are assigned to it
 * @param failed how many of these have failed
 */
public record NodeLook(String name, String health, String version, int connectors, int tasks, int failed) {}
