package org.lsst.efd.connect.common.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FlowTest {
    private static final TopicPartition ONE = new TopicPartition("t", 0);
    private static final TopicPartition OTHER = new TopicPartition("t", 1);

    private final FakeSinkTaskContext context = new FakeSinkTaskContext(Map.of(), false);
    private final Flow flow = new Flow(context);

    @Test
    void resumesWhatWasPausedWhenItWasOpenedAndNeverSince() {
        context.mutableAssignment().addAll(List.of(ONE, OTHER));
        flow.opened(List.of(ONE, OTHER), new PauseRequest(false, Set.of(ONE)));
        assertThat(context.paused()).containsExactly(ONE);

        flow.apply(PauseRequest.NONE, List.of(ONE, OTHER));

        assertThat(context.paused()).isEmpty();
        assertThat(flow.isAnyPaused()).isFalse();
    }

    @Test
    void pausesAndResumesAsAsked() {
        context.mutableAssignment().addAll(List.of(ONE, OTHER));
        flow.opened(List.of(ONE, OTHER), PauseRequest.NONE);

        flow.apply(PauseRequest.ALL, List.of(ONE, OTHER));
        assertThat(context.paused()).containsExactlyInAnyOrder(ONE, OTHER);

        flow.apply(PauseRequest.NONE, List.of(ONE, OTHER));
        assertThat(context.paused()).isEmpty();
    }
}
