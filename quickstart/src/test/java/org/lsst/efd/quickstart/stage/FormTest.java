package org.lsst.efd.quickstart.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormTest {
    @Test
    void aTopicHoldsRecordsOrWindowsOrNeither() {
        String topic = "lsst.sal.MTMount.azimuth";
        assertThat(Form.RECORDS.holds(topic)).isTrue();
        assertThat(Form.WINDOWS.holds(topic)).isFalse();
        assertThat(Form.WINDOWS.holds(Form.WINDOWS.topicOf(topic))).isTrue();
        assertThat(Form.RECORDS.holds(Form.WINDOWS.topicOf(topic))).isFalse();
        assertThat(Form.RECORDS.holds("aggregator-heartbeat")).isFalse();
    }
}
