package org.lsst.efd.connect.replication.schema;

import java.util.List;
import org.lsst.efd.registry.SubjectVersion;

/**
 * A version of a subject that holds a schema, and the subject that is to hold it at the target.
 *
 * @param source where it is
 * @param targetSubject where it goes
 */
record Holding(SubjectVersion source, String targetSubject) {
    /**
     * Where a schema goes: subjects of the topic become those of the target topic, subjects of records keep their names.
     * Where the topic's own subject holds the schema, only that counts: others hold it for other topics.
     */
    static List<Holding> of(IdQuestion question, List<SubjectVersion> holders) {
        List<SubjectVersion> own = holders.stream()
                .filter(holder -> holder.subject().equals(question.subject()))
                .toList();
        if (!own.isEmpty()) {
            // the same schema may stand in a subject twice
            return List.of(new Holding(own.get(own.size() - 1), question.targetTopic() + question.suffix()));
        }
        return holders.stream()
                .map(holder -> new Holding(holder, renamed(question, holder.subject())))
                .toList();
    }

    private static String renamed(IdQuestion question, String subject) {
        String prefix = question.topic() + "-";
        return subject.startsWith(prefix) ? question.targetTopic() + "-" + subject.substring(prefix.length()) : subject;
    }
}
