package org.lsst.efd.connect.oracle.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.lsst.efd.connect.oracle.names.Identifiers.Folding;

final class IdentifiersPropertyTest {
    @Property
    void anyNameBecomesAnIdentifierWithinTheLimitAndStaysIt(
            @ForAll String name, @ForAll Folding folding, @ForAll @IntRange(min = 20, max = 200) int max) {
        Identifiers identifiers = new Identifiers(folding, max);
        String identifier = identifiers.of(name);

        assertThat(identifier).matches("[A-Za-z_$][A-Za-z0-9_$]*");
        assertThat(identifier.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(max);
        assertThat(identifiers.of(name)).isEqualTo(identifier);
        assertThat(identifiers.of(identifier)).isEqualTo(identifier);
    }

    @Property
    void longNamesThatDifferAnywhereStayApart(
            @ForAll @IntRange(min = 0, max = 299) int position, @ForAll @IntRange(min = 20, max = 128) int max) {
        Identifiers identifiers = new Identifiers(Folding.LOWER, max);
        StringBuilder name = new StringBuilder("a".repeat(300));
        String first = identifiers.of(name.toString());
        name.setCharAt(position, 'b');

        assertThat(identifiers.of(name.toString())).isNotEqualTo(first);
    }

    @Property
    void aSuffixFits(@ForAll String name, @ForAll @IntRange(min = 30, max = 128) int max) {
        Assume.that(!name.isEmpty());
        Identifiers identifiers = new Identifiers(Folding.UPPER, max);

        assertThat((identifiers.of(name, 10) + "_p20261101").length()).isLessThanOrEqualTo(max);
    }
}
