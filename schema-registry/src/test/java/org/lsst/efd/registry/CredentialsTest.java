package org.lsst.efd.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lsst.efd.registry.Outcome.Found;
import org.lsst.efd.registry.Outcome.Refusal;
import org.lsst.efd.registry.Outcome.Refused;

final class CredentialsTest {
    private final InTestRegistry registry = InTestRegistry.start();

    @AfterEach
    void stop() {
        registry.close();
    }

    private URI urlWith(String userInfo) {
        return URI.create(registry.url().toString().replace("//", "//" + userInfo + "@"));
    }

    private static void assertWelcome(RegistryOptions options) {
        assertThat(RegistryClient.open(options).mode()).isInstanceOf(Found.class);
    }

    /** Refused at once, and nothing anybody can print holds the secret. */
    private void assertRefused(RegistryOptions options, String secret) {
        registry.forgetRequests();
        RegistryClient client = RegistryClient.open(options);

        Outcome<RegistryMode> outcome = client.mode("subject");

        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Refusal.NOT_AUTHORIZED);
            assertThat(refused.failure().toString()).contains(registry.url() + "/mode/subject");
        });
        assertThat(registry.requests()).hasSize(1);
        assertThat(outcome.toString() + options + client).doesNotContain(secret);
    }

    @Test
    void sendsUserAndPassword() {
        registry.requireBasic("me", "pä:ss");
        RegistryOptions options = RegistryOptions.of(registry.url());

        assertWelcome(options.with(new Credentials.Basic("me", new Secret("pä:ss"))));
        assertRefused(options.with(new Credentials.Basic("me", new Secret("wrong1"))), "wrong1");
        assertRefused(options, "pä:ss");
    }

    @Test
    void sendsUserAndPasswordOfTheUrl() {
        registry.requireBasic("me", "p@ss");

        assertWelcome(RegistryOptions.of(urlWith("me:p%40ss")).with(new Credentials.FromUrl()));
        assertRefused(RegistryOptions.of(urlWith("me:wrong1")).with(new Credentials.FromUrl()), "wrong1");
        assertRefused(RegistryOptions.of(urlWith("me:p%40ss")), "p%40ss");
    }

    @Test
    void sendsABearerToken() {
        registry.requireBearer("token1");
        RegistryOptions options = RegistryOptions.of(registry.url());

        assertWelcome(options.with(new Credentials.Bearer(new Secret("token1"))));
        assertRefused(options.with(new Credentials.Bearer(new Secret("wrong1"))), "wrong1");
    }

    @Test
    void showsNoSecretWhenARegistryIsAway() {
        registry.goAway();
        RegistryOptions options = RegistryOptions.of(urlWith("me:secret1"))
                .with(new Credentials.FromUrl())
                .with(RetryOptions.NONE);

        assertThat(RegistryClient.open(options).mode().toString()).doesNotContain("secret1");
        assertThat(options.toString()).contains(registry.url().toString()).doesNotContain("me");
        assertThat(new Credentials.Basic("me", new Secret("secret1")).toString())
                .doesNotContain("secret1");
    }
}
