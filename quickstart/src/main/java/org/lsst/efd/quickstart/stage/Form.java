package org.lsst.efd.quickstart.stage;

import java.util.regex.Pattern;

/** In which form telemetry is: as it was produced, or as windows of statistics. */
public enum Form {
    RECORDS("lsst\\.sal\\.[^-]+"),
    WINDOWS("lsst\\.sal\\.[^-]+-aggregated");

    /** What the topics of windows have at the end of their names. */
    private static final String AGGREGATED = "-aggregated";

    private final Pattern topics;

    Form(String topics) {
        this.topics = Pattern.compile(topics);
    }

    /** Whether the topic holds telemetry in this form. */
    public boolean holds(String topic) {
        return topics.matcher(topic).matches();
    }

    /** The topic, in this form, of the telemetry that was produced into {@code produced}. */
    public String topicOf(String produced) {
        return this == RECORDS ? produced : produced + AGGREGATED;
    }
}
