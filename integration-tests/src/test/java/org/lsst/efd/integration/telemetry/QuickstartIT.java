package org.lsst.efd.integration.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.lsst.efd.integration.SharedData;
import org.lsst.efd.integration.Soak;
import org.lsst.efd.quickstart.Quickstart;

/** The command that a new user types first. */
class QuickstartIT {
    @Test
    void madeUpTelemetryIsInEveryPlaceOnce() {
        assertThat(Quickstart.run("--seconds", "10")).isZero();
    }

    @Test
    void replayedTelemetryIsInEveryPlaceOnce() {
        // real telemetry, where there is some: the same picture again
        assumeTrue(Soak.rounds(0, 1) == 1, "in the soak run only");
        String recorded = SharedData.folder("efd").toString();
        assertThat(Quickstart.run("--seconds", "60", "--replay", recorded)).isZero();
    }

    @Test
    void nothingIsLostWhileEverythingIsKilled() {
        assumeTrue(Soak.rounds(0, 1) == 1, "in the soak run only");
        assertThat(Quickstart.run("--seconds", "300", "--chaos")).isZero();
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
