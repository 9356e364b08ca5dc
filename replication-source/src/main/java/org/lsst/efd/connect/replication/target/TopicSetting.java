package org.lsst.efd.connect.replication.target;

/** One setting of a topic, such as {@code retention.ms} and {@code 86400000}. */
public record TopicSetting(String name, String value) {}
