package org.lsst.efd.connect.replication.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigRulesTest {
    private static final Map<String, String> AT_SOURCE =
            Map.of("retention.ms", "1", "cleanup.policy", "compact", "unclean.leader.election.enable", "true");
    private static final TargetOverrides<TopicSetting> OF_SOME = new TargetOverrides<>(
            List.of(new TargetOverrides.OfTarget<>(Pattern.compile("a.*"), new TopicSetting("segment.ms", "5"))));

    @Test
    void overridesWinOverWhatIsIncludedOfTheSource() {
        assertThat(rules(true).wanted("b", AT_SOURCE, false))
                .isEqualTo(Map.of("retention.ms", "2", "cleanup.policy", "compact"));
        assertThat(rules(true).wanted("ab", AT_SOURCE, false))
                .isEqualTo(Map.of("retention.ms", "2", "cleanup.policy", "compact", "segment.ms", "5"));
    }

    @Test
    void mergedTargetsAndThoseOfNobodyTakeTheOverridesOnly() {
        Map<String, String> overrides = Map.of("retention.ms", "2", "segment.ms", "5");
        assertThat(rules(true).wanted("a", AT_SOURCE, true)).isEqualTo(overrides);
        assertThat(rules(false).wanted("a", AT_SOURCE, false)).isEqualTo(overrides);
    }

    private static ConfigRules rules(boolean isEnabled) {
        return new ConfigRules(
                isEnabled,
                Set.of("retention.ms", "cleanup.policy"),
                Map.of("retention.ms", "2"),
                OF_SOME,
                Duration.ofMinutes(1));
    }
}
