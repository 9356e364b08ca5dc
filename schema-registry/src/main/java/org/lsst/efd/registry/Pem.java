package org.lsst.efd.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Certificates and private keys in PEM text (RFC 7468). */
final class Pem {
    private static final Pattern CERTIFICATE = block("CERTIFICATE");
    private static final Pattern PLAIN_KEY = block("PRIVATE KEY");
    private static final Pattern ENCRYPTED_KEY = block("ENCRYPTED PRIVATE KEY");
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA", "DSA");

    private Pem() {}

    private static Pattern block(String label) {
        return Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]+)-----END " + label + "-----");
    }

    /**
     * All certificates of a text, in its order.
     *
     * @throws CertificateException if there is none or one is damaged
     */
    static List<X509Certificate> certificates(String text) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> found = new ArrayList<>();
        Matcher blocks = CERTIFICATE.matcher(text);
        while (blocks.find()) {
            Certificate certificate = factory.generateCertificate(new ByteArrayInputStream(bytesOf(blocks)));
            found.add((X509Certificate) certificate);
        }
        if (found.isEmpty()) {
            throw new CertificateException("it holds no BEGIN CERTIFICATE");
        }
        return found;
    }

    /**
     * The private key of a text.
     *
     * @throws GeneralSecurityException if there is none in PKCS 8, or the password does not open it
     */
    static PrivateKey privateKey(String text, Optional<Secret> password) throws GeneralSecurityException, IOException {
        Matcher plain = PLAIN_KEY.matcher(text);
        if (plain.find()) {
            return key(new PKCS8EncodedKeySpec(bytesOf(plain)));
        }
        Matcher encrypted = ENCRYPTED_KEY.matcher(text);
        if (encrypted.find()) {
            Secret opens = password.orElseThrow(() -> new InvalidKeySpecException("its key needs a password"));
            return key(decrypted(new EncryptedPrivateKeyInfo(bytesOf(encrypted)), opens));
        }
        throw new InvalidKeySpecException(
                "it holds no BEGIN PRIVATE KEY; convert other forms with: openssl pkcs8 -topk8 -nocrypt");
    }

    private static PKCS8EncodedKeySpec decrypted(EncryptedPrivateKeyInfo key, Secret password)
            throws GeneralSecurityException {
        AlgorithmParameters parameters = key.getAlgParameters();
        // with PBES2 (RFC 8018) the parameters name the algorithm, the key itself only says "PBES2"
        String algorithm = key.getAlgName().equals("PBES2") ? parameters.toString() : key.getAlgName();
        PBEKeySpec chosen = new PBEKeySpec(password.value().toCharArray());
        SecretKey secret = SecretKeyFactory.getInstance(algorithm).generateSecret(chosen);
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.DECRYPT_MODE, secret, parameters);
        return key.getKeySpec(cipher);
    }

    private static PrivateKey key(PKCS8EncodedKeySpec encoded) throws GeneralSecurityException {
        InvalidKeySpecException none = new InvalidKeySpecException("its key is none of " + KEY_ALGORITHMS);
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException another) {
                none.addSuppressed(another);
            }
        }
        throw none;
    }

    private static byte[] bytesOf(Matcher block) {
        String base64 = block.group(1);
        return Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
    }
}
