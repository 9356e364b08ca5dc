package org.lsst.efd.connect.replication.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.lsst.efd.registry.RegistrySchema;

/** A short name of a schema's content, for messages. */
final class Fingerprint {
    private static final int SHOWN_BYTES = 8;

    private Fingerprint() {}

    /** The first bytes of the SHA-256 of its type and text, as hexadecimal digits. */
    static String of(RegistrySchema schema) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((schema.type() + "\n" + schema.text()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, SHOWN_BYTES);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    /** The conflict of two schemas that have one id. */
    static Unresolved conflict(int id, RegistrySchema source, RegistrySchema target) {
        return new Unresolved(
                Unresolved.Kind.CONFLICT,
                "id " + id + " is another schema at the target: " + of(target) + " there, " + of(source)
                        + " at the source; nothing is written");
    }
}
