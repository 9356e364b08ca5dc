package org.lsst.efd.integration.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lsst.efd.integration.SharedData;
import org.lsst.efd.quickstart.Quickstart;

/** The command that a new user types first. */
class QuickstartIT {
    @Test
    void replayedAndMadeUpTelemetryFlows() {
        String recorded = SharedData.folder("efd").toString();
        assertThat(Quickstart.run("--seconds", "5", "--replay", recorded)).isZero();
    }

    @Test
    void aMissingDirectoryIsAnErrorBeforeAnythingStarts() {
        assertThat(Quickstart.run("--replay", "/no/such/directory")).isEqualTo(1);
    }

    @Test
    void anUnknownOptionIsAnErrorOfUse() {
        assertThat(Quickstart.run("--no-such-option")).isEqualTo(2);
    }
}
