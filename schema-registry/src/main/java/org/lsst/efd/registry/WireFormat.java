package org.lsst.efd.registry;

/**
 * The framing of a registered message: one byte {@code 0x00}, the schema id as a big-endian int32, then the body.
 *
 * <p>The framing is the same for Avro, JSON Schema and Protobuf; only the body differs.
 */
public final class WireFormat {
    /** Bytes in front of the body. */
    public static final int PREFIX_BYTES = 5;

    /** The only first byte that announces a schema id in the prefix. */
    public static final byte MAGIC = 0;

    private WireFormat() {}

    /** Whether the bytes are long enough for a prefix and start with {@link #MAGIC}. */
    public static boolean isFramed(byte[] message) {
        return message.length >= PREFIX_BYTES && message[0] == MAGIC;
    }

    /**
     * The schema id in the prefix of a message.
     *
     * @throws IllegalArgumentException if the message is not {@link #isFramed framed}; the text names its length and
     *     first byte and nothing else of it
     */
    public static int schemaId(byte[] message) {
        requireFramed(message);
        return (message[1] & 0xFF) << 24 | (message[2] & 0xFF) << 16 | (message[3] & 0xFF) << 8 | (message[4] & 0xFF);
    }

    /** Writes the prefix into the first {@link #PREFIX_BYTES} bytes of a buffer and leaves the rest alone. */
    public static void writePrefix(byte[] buffer, int schemaId) {
        buffer[0] = MAGIC;
        buffer[1] = (byte) (schemaId >>> 24);
        buffer[2] = (byte) (schemaId >>> 16);
        buffer[3] = (byte) (schemaId >>> 8);
        buffer[4] = (byte) schemaId;
    }

    /** A new message: the prefix and a copy of the body. */
    public static byte[] frame(int schemaId, byte[] body) {
        byte[] message = new byte[PREFIX_BYTES + body.length];
        writePrefix(message, schemaId);
        System.arraycopy(body, 0, message, PREFIX_BYTES, body.length);
        return message;
    }

    /**
     * Puts another schema id into a message, in place; no other byte changes. For a caller that owns the array, as a
     * consumer with {@code ByteArrayDeserializer} does.
     *
     * @throws IllegalArgumentException if the message is not {@link #isFramed framed}
     */
    public static void replaceSchemaId(byte[] message, int schemaId) {
        requireFramed(message);
        writePrefix(message, schemaId);
    }

    private static void requireFramed(byte[] message) {
        if (message.length < PREFIX_BYTES) {
            throw new IllegalArgumentException(
                    "message of " + message.length + " bytes is too short for a magic byte and a schema id");
        }
        if (message[0] == 1) {
            throw new IllegalArgumentException(
                    "version byte 1 announces a schema GUID in the record headers, which is not supported");
        }
        if (message[0] != MAGIC) {
            throw new IllegalArgumentException("magic byte is " + (message[0] & 0xFF) + ", expected 0");
        }
    }
}
