package org.lsst.efd.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SharedRegistriesTest {
    private final InTestRegistry registry = InTestRegistry.start();
    private final int id = registry.register("s", "\"int\"");
    private final RegistryOptions options = RegistryOptions.of(registry.url());

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void sharesWhatIsRememberedAmongEqualOptions() {
        try (RegistryClient one = RegistryClient.shared(options);
                RegistryClient other = RegistryClient.shared(RegistryOptions.of(registry.url()));
                RegistryClient stranger = RegistryClient.shared(options.with(RetryOptions.NONE))) {
            one.avroSchema(id);
            other.avroSchema(id);
            assertThat(registry.requests()).hasSize(1);

            stranger.avroSchema(id);
            assertThat(registry.requests()).hasSize(2);
        }
    }

    @Test
    void forgetsWhenTheLastUserIsGoneAndNotBefore() {
        RegistryClient one = RegistryClient.shared(options);
        RegistryClient other = RegistryClient.shared(options);
        one.avroSchema(id);
        one.withoutRetries().close();
        one.close();
        one.close();

        other.avroSchema(id);
        RegistryClient third = RegistryClient.shared(options);
        third.avroSchema(id);
        assertThat(registry.requests()).hasSize(1);

        other.close();
        third.close();
        RegistryClient fresh = RegistryClient.shared(options);
        fresh.avroSchema(id);
        assertThat(registry.requests()).hasSize(2);
        fresh.close();
    }

    @Test
    void doesNotShareAClientOfItsOwn() {
        RegistryClient.open(options).avroSchema(id);
        RegistryClient.open(options).avroSchema(id);

        assertThat(registry.requests()).hasSize(2);
    }
}
