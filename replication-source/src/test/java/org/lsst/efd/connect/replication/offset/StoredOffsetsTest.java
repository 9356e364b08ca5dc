package org.lsst.efd.connect.replication.offset;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class StoredOffsetsTest {
    private static final Map<String, Object> OFFSET = Map.of("offset", 5);

    @Test
    void aPartitionIsANumberAsConnectWritesItAndNothingThatOnlyLooksLikeIt() {
        for (Object right : List.of(3, 3L, (short) 3, BigInteger.valueOf(3))) {
            assertThatCode(() -> StoredOffsets.check("summit", partition("summit", right), OFFSET))
                    .doesNotThrowAnyException();
        }
        for (Object wrong : List.of("3", 3.0, 3.5f, new BigDecimal("3"), -3, true, 3_000_000_000L)) {
            assertThatThrownBy(() -> StoredOffsets.check("summit", partition("summit", wrong), OFFSET))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("key partition");
        }
    }

    @Test
    void whatAnotherAliasHasLeftIsForgottenButNotChanged() {
        assertThatCode(() -> StoredOffsets.check("summit", partition("sumit", 3), null))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> StoredOffsets.check("summit", partition("sumit", 3), OFFSET))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("key cluster");
    }

    @Test
    void whatWasStoredUnderAPartitionOfAnotherTypeCanBeForgotten() {
        for (Object stored : List.of("3", 3.0)) {
            assertThatCode(() -> StoredOffsets.check("summit", partition("summit", stored), null))
                    .doesNotThrowAnyException();
        }
    }

    private static Map<String, Object> partition(String cluster, Object number) {
        return Map.of("cluster", cluster, "topic", "t", "partition", number);
    }
}
