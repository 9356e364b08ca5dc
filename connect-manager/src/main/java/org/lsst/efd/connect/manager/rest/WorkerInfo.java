package org.lsst.efd.connect.manager.rest;

/**
 * One worker URL as it answers now.
 *
 * @param url as it was given
 * @param isReachable whether it answers
 * @param version of Kafka, empty where not reachable
 * @param commit of Kafka
 * @param kafkaClusterId of the cluster it belongs to
 * @param health what it says about itself; "unknown" where it cannot be asked that
 */
public record WorkerInfo(
        String url, boolean isReachable, String version, String commit, String kafkaClusterId, String health) {}
