package org.lsst.efd.connect.manager.secrets;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps secrets out of text. It masks values by their key, and it remembers every secret it has seen, so that a server's
 * message or a stack trace that repeats one is masked too.
 *
 * <p>Thread-safe.
 */
public final class Redaction {
    /** What is shown in place of a secret. */
    public static final String MASK = "***";

    private static final int SHORTEST_REMEMBERED = 4;
    private static final Set<String> NEVER_REMEMBERED =
            Set.of("true", "false", "none", "null", "user_info", "sasl_inherit", "static");
    private static final Pattern URL_LOGIN = Pattern.compile("(://[^/\\s:@]*):([^/\\s@]+)@");
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?i)\\b([\\w.\\-]*(?:password|passwd|secret|token|credential)[\\w.\\-]*)(\"?(?:\\s*=\\s*|\\s*:\\s*(?=[\"'])))(\"[^\"]*\"|'[^']*'|[^\\s,;&\"')}\\]]+)");
    private static final Pattern PROVIDER_REFERENCE = Pattern.compile("\\$\\{[^}]*}?");

    private final Set<String> remembered = new ConcurrentSkipListSet<>(
            Comparator.comparing(String::length).reversed().thenComparing(s -> s));
    private final boolean secretsShown;

    private Redaction(boolean secretsShown) {
        this.secretsShown = secretsShown;
    }

    /** The redaction that masks. */
    public static Redaction masking() {
        return new Redaction(false);
    }

    /** The redaction that lets everything through, for a person at a terminal who asked for it. */
    public static Redaction showing() {
        return new Redaction(true);
    }

    /** The configuration as it may be shown, sorted by key. Hidden values are remembered. */
    public Map<String, String> masked(Map<String, String> config, SecretKeys keys) {
        Map<String, String> shown = new TreeMap<>();
        config.forEach((key, value) -> shown.put(key, masked(key, value, keys)));
        return shown;
    }

    /** The value of this key as it may be shown. A hidden value is remembered. */
    public String masked(String key, String value, SecretKeys keys) {
        if (keys.hides(key, value)) {
            remember(value);
            return secretsShown ? value : MASK;
        }
        return text(value);
    }

    /** Remembers the secrets of a configuration without showing any of it. */
    public void rememberSecrets(Map<String, String> config, SecretKeys keys) {
        config.forEach((key, value) -> {
            if (keys.hides(key, value)) {
                remember(value);
            }
            rememberUrlLogins(value);
        });
    }

    /** Remembers a secret, and the passwords inside it where it is a login line or a {@code user:password} pair. */
    public void remember(String secret) {
        rememberPart(secret);
        Matcher assignment = ASSIGNMENT.matcher(secret);
        while (assignment.find()) {
            rememberPart(unquoted(assignment.group(3)));
        }
        int colon = secret.indexOf(':');
        if (colon > 0 && !secret.contains("\n") && !secret.contains("//") && !secret.contains(" ")) {
            rememberPart(secret.substring(colon + 1));
        }
        if (secret.contains("\n")) {
            secret.lines().filter(line -> !line.startsWith("-----")).forEach(this::rememberPart);
        }
        rememberUrlLogins(secret);
    }

    private void rememberUrlLogins(String value) {
        Matcher login = URL_LOGIN.matcher(value);
        while (login.find()) {
            rememberPart(login.group(2));
        }
    }

    private void rememberPart(String part) {
        String secret = part.trim();
        if (secret.length() >= SHORTEST_REMEMBERED
                && !NEVER_REMEMBERED.contains(secret.toLowerCase(Locale.ROOT))
                && !PROVIDER_REFERENCE.matcher(secret).matches()) {
            remembered.add(secret);
        }
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /** Any text as it may be shown: remembered secrets, logins in URLs and assignments to secret names are masked. */
    public String text(String text) {
        if (secretsShown) {
            return text;
        }
        String shown = text;
        for (String secret : List.copyOf(remembered)) {
            if (shown.contains(secret)) {
                shown = shown.replace(secret, MASK);
            }
        }
        shown = URL_LOGIN.matcher(shown).replaceAll("$1:" + MASK + "@");
        return ASSIGNMENT
                .matcher(shown)
                .replaceAll(match -> Matcher.quoteReplacement(
                        PROVIDER_REFERENCE.matcher(match.group(3)).lookingAt()
                                ? match.group()
                                : match.group(1) + match.group(2) + MASK));
    }
}
