package org.lsst.efd.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class RestPathPropertyTest {
    /** Any text without half characters, which no encoding can carry. */
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars('/', ':', '%', '+', '?', '#', 'ä', '日')
                .ofMinLength(1);
    }

    @Property
    void carriesAnySubjectInPathAndQuery(@ForAll("names") String subject, @ForAll("names") String prefix) {
        RestPath path = RestPath.of("subjects", subject, "versions", 7).with("subjectPrefix", prefix);
        InTestRoutes.Call call =
                InTestRoutes.Call.of("GET", URI.create("http://registry" + path), MissingNode.getInstance());

        assertThat(call.path()).containsExactly("subjects", subject, "versions", "7");
        assertThat(call.query()).containsEntry("subjectPrefix", prefix);
    }
}
