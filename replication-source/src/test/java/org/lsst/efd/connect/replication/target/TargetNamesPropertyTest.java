package org.lsst.efd.connect.replication.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.lsst.efd.connect.common.names.NameTemplate;
import org.lsst.efd.connect.common.names.TemplateVariable;
import org.lsst.efd.connect.common.names.TopicRename;

class TargetNamesPropertyTest {
    @Property
    void theFormatPutsTheNameWhereItSaysSo(@ForAll @StringLength(min = 1, max = 50) String topic) {
        assertThat(names("", "", "summit.${topic}-copy").of(topic)).isEqualTo("summit." + topic + "-copy");
        assertThat(names("", "", "${topic}").of(topic)).isEqualTo(topic);
    }

    @Property
    void dailyTopicsBecomeOne(@ForAll @IntRange(min = 20200101, max = 20301231) int day) {
        TargetNames names = names("(ztf)_[0-9]{8}_programid1", "$1", "${topic}");
        assertThat(names.of("ztf_" + day + "_programid1")).isEqualTo("ztf");
        assertThat(names.mayBeMerged("ztf_" + day + "_programid1")).isTrue();
        assertThat(names.of("ztf_" + day + "_programid2")).isEqualTo("ztf_" + day + "_programid2");
        assertThat(names.mayBeMerged("ztf_" + day + "_programid2")).isFalse();
    }

    @Property
    void everyMappingStaysWithinTheTarget(
            @ForAll @StringLength(min = 1, max = 20) String topic,
            @ForAll @IntRange(min = 0, max = 999) int partition,
            @ForAll @IntRange(min = 1, max = 64) int count) {
        assertThat(PartitionMapping.PRESERVE.of(topic, partition, count)).hasValue(partition);
        assertThat(PartitionMapping.MODULO.of(topic, partition, count)).hasValue(partition % count);
        assertThat(PartitionMapping.SPREAD.of(topic, partition, count).orElseThrow())
                .isBetween(0, count - 1);
        assertThat(PartitionMapping.KEY.of(topic, partition, count)).isEmpty();
    }

    @Example
    void spreadsManyTopicsOfOnePartitionEvenly() {
        int[] loads = new int[16];
        for (int topic = 0; topic < 3_200; topic++) {
            loads[PartitionMapping.SPREAD.of("topic-" + topic, 0, 16).orElseThrow()]++;
        }
        assertThat(loads).doesNotContain(0);
        for (int load : loads) {
            assertThat(load).isBetween(130, 270);
        }
    }

    @Example
    void countsComeFromTheFirstPatternThatMatches() {
        PartitionCounts counts = new PartitionCounts(
                OptionalInt.empty(),
                new TargetOverrides<>(List.of(
                        new TargetOverrides.OfTarget<>(Pattern.compile("ztf.*"), 16),
                        new TargetOverrides.OfTarget<>(Pattern.compile(".*"), 2))),
                PartitionMapping.MODULO);
        assertThat(counts.of("ztf", 4)).isEqualTo(16);
        assertThat(counts.of("lsst", 4)).isEqualTo(2);
        assertThat(counts.needed(4)).isEqualTo(1);
        PartitionCounts same =
                new PartitionCounts(OptionalInt.empty(), TargetOverrides.none(), PartitionMapping.PRESERVE);
        assertThat(same.of("lsst", 4)).isEqualTo(4);
        assertThat(same.needed(4)).isEqualTo(4);
    }

    private static TargetNames names(String regex, String replacement, String format) {
        Optional<Pattern> pattern = regex.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(regex));
        return new TargetNames(
                new TopicRename(pattern, replacement),
                NameTemplate.compile(format, Map.of("topic", TemplateVariable.plain(name -> name))));
    }
}
