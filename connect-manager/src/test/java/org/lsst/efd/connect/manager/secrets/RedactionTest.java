package org.lsst.efd.connect.manager.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RedactionTest {
    private final Redaction redaction = Redaction.masking();

    @Test
    void masksByTheNameOfTheKeyAndByTheDeclaredType() {
        SecretKeys keys = SecretKeys.declared(List.of("pin"));
        Map<String, String> shown = redaction.masked(
                Map.of("pin", "1234", "a.Password", "geheim", "file", "f", "b.token", "${file:/x:y}"), keys);

        assertThat(shown)
                .containsEntry("pin", "***")
                .containsEntry("a.Password", "***")
                .containsEntry("file", "f")
                .containsEntry("b.token", "${file:/x:y}");
    }

    @Test
    void masksARememberedSecretWhereverItAppears() {
        redaction.masked("db.password", "tr0ub4dor", SecretKeys.byName());

        assertThat(redaction.text("login failed for x/tr0ub4dor at db")).isEqualTo("login failed for x/*** at db");
    }

    @Test
    void masksThePasswordInsideALoginLine() {
        redaction.remember("org.X required username=\"u\" password=\"inner-pass\";");

        assertThat(redaction.text("cannot log in with inner-pass")).doesNotContain("inner-pass");
    }

    @Test
    void masksLoginsInUrlsAndAssignments() {
        assertThat(redaction.text("http://user:pw@host/x")).isEqualTo("http://user:***@host/x");
        assertThat(redaction.text("jdbc:x://h/db?password=abc&ssl=1")).isEqualTo("jdbc:x://h/db?password=***&ssl=1");
        assertThat(redaction.text("{\"api.secret\":\"abc\"}")).doesNotContain("abc");
    }

    @Test
    void leavesOrdinaryMessagesAlone() {
        String message = "influxdb.password: must be set where a user is; influxdb.token must be empty";

        assertThat(redaction.text(message)).isEqualTo(message);
    }

    @Test
    void showsEverythingWhereThatIsAskedFor() {
        Redaction showing = Redaction.showing();

        assertThat(showing.masked("db.password", "geheim", SecretKeys.byName())).isEqualTo("geheim");
        assertThat(showing.text("password=geheim")).isEqualTo("password=geheim");
    }
}
