package org.lsst.efd.connect.manager.secrets;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides which keys of a configuration hold secrets: those whose name says so, and those a plugin declares as type
 * PASSWORD. Immutable.
 */
public final class SecretKeys {
    private static final Pattern BY_NAME = Pattern.compile(
            "(?i).*(password|passwd|passphrase|secret|token|credential|jaas|user\\.info|private.key|keystore\\.key|api.?key|access.?key).*");
    private static final Pattern PROVIDER_REFERENCE = Pattern.compile("\\s*\\$\\{[^}]*}\\s*");

    private final Set<String> declared;

    private SecretKeys(Set<String> declared) {
        this.declared = declared;
    }

    /** The rule that looks at names alone, for a plugin whose definition is not known. */
    public static SecretKeys byName() {
        return new SecretKeys(Set.of());
    }

    /** The rule that also knows the keys a plugin declares as PASSWORD. */
    public static SecretKeys declared(Collection<String> passwordKeys) {
        return new SecretKeys(Set.copyOf(passwordKeys));
    }

    /** Whether what is stored under this key must not be shown. */
    public boolean isSecret(String key) {
        return declared.contains(key) || BY_NAME.matcher(key).matches();
    }

    /**
     * Whether this value of this key must not be shown: a reference to a configuration provider is no secret, nor is
     * an empty text.
     */
    public boolean hides(String key, String value) {
        return isSecret(key)
                && !value.isBlank()
                && !PROVIDER_REFERENCE.matcher(value).matches();
    }
}
