package org.lsst.efd.connect.common.registry;

import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.types.Password;
import org.lsst.efd.connect.common.settings.Mistakes;
import org.lsst.efd.connect.common.settings.Setting;
import org.lsst.efd.connect.common.settings.SettingValues;
import org.lsst.efd.registry.Credentials;
import org.lsst.efd.registry.Secret;

/** Who asks the registry. Immutable. */
final class RegistryCredentialSettings {
    private static final String USER_INFO = "USER_INFO";
    private static final String URL = "URL";
    private static final String STATIC_TOKEN = "STATIC_TOKEN";

    private final Setting<String> basicSource;
    private final Setting<Password> userInfo;
    private final Setting<String> bearerSource;
    private final Setting<Password> token;

    RegistryCredentialSettings(RegistryKeys keys) {
        this.basicSource = Setting.text(keys.of("basic.auth.credentials.source"))
                .as(name -> name.toUpperCase(Locale.ROOT))
                .where(List.of(URL, USER_INFO)::contains, "must be URL or USER_INFO")
                .orAbsent()
                .withDoc("Where user and password stand: in the `URL`, or as `USER_INFO` in the next key. Default: "
                        + "`USER_INFO` if that is set, else `URL`.");
        this.userInfo = Setting.secret(keys.of("basic.auth.user.info"))
                .where(info -> info.value().contains(":"), "must be user:password")
                .orAbsent()
                .withDoc("`user:password` for HTTP basic authentication.");
        this.bearerSource = Setting.text(keys.of("bearer.auth.credentials.source"))
                .as(name -> name.toUpperCase(Locale.ROOT))
                .where(STATIC_TOKEN::equals, "must be STATIC_TOKEN")
                .orAbsent()
                .withDoc("`STATIC_TOKEN`: the next key holds the token.");
        this.token = Setting.secret(keys.of("bearer.auth.token"))
                .orAbsent()
                .withDoc("Token for HTTP bearer authentication.");
    }

    List<Setting<?>> all() {
        return List.of(basicSource, userInfo, bearerSource, token);
    }

    private boolean isBasic(SettingValues values) {
        return values.optional(basicSource)
                .map(USER_INFO::equals)
                .orElse(values.optional(userInfo).isPresent());
    }

    Credentials credentials(SettingValues values) {
        if (values.optional(bearerSource).isPresent() || values.optional(token).isPresent()) {
            return new Credentials.Bearer(new Secret(values.get(token).value()));
        }
        if (!isBasic(values)) {
            return new Credentials.FromUrl();
        }
        String both = values.get(userInfo).value();
        int colon = both.indexOf(':');
        return new Credentials.Basic(both.substring(0, colon), new Secret(both.substring(colon + 1)));
    }

    void check(SettingValues values, Mistakes mistakes) {
        if (isBasic(values) && values.optional(userInfo).isEmpty()) {
            mistakes.on(userInfo, "must be set when " + basicSource.key() + " is " + USER_INFO);
        }
        if (values.optional(bearerSource).isPresent() && values.optional(token).isEmpty()) {
            mistakes.on(token, "must be set when " + bearerSource.key() + " is " + STATIC_TOKEN);
        }
        if (values.optional(token).isPresent() && isBasic(values)) {
            mistakes.on(token, "cannot be used together with " + userInfo.key() + "; remove one of them");
        }
    }
}
