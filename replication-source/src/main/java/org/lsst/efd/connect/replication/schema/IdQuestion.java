package org.lsst.efd.connect.replication.schema;

/**
 * Which id stands at the target for an id of the source.
 *
 * @param topic in which it was met, at the source
 * @param targetTopic to which the record goes
 * @param isKey whether it was met in a key
 * @param id of the source
 */
public record IdQuestion(String topic, String targetTopic, boolean isKey, int id) {
    String subject() {
        return topic + suffix();
    }

    String suffix() {
        return isKey ? "-key" : "-value";
    }
}
