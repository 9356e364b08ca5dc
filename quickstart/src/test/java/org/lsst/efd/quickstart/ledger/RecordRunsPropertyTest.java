package org.lsst.efd.quickstart.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RecordRunsPropertyTest {
    @Property
    void countsWhatStandsBeforeAnOffset(
            @ForAll @Size(max = 60) List<@IntRange(max = 100) Integer> offsets,
            @ForAll @IntRange(max = 110) int asked) {
        TreeSet<Integer> growing = new TreeSet<>(offsets);
        RecordRuns runs = new RecordRuns();
        growing.forEach(offset -> runs.add(offset));
        assertThat(runs.records()).isEqualTo(growing.size());
        assertThat(runs.before(asked)).isEqualTo(growing.headSet(asked).size());
    }
}
