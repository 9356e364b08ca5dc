package org.lsst.efd.connect.avro.decode;

/**
 * Bytes are not what their schema says: what is wrong, at which position, in which field. It holds no value and has no
 * stack trace, because it says where the bytes are wrong, not where the code is.
 */
public final class DamagedBytesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int position;
    private final String path;
    private final String what;

    /** Damage at a position. */
    public DamagedBytesException(String what, int position) {
        this(what, position, "");
    }

    private DamagedBytesException(String what, int position, String path) {
        super(what, null, false, false);
        this.what = what;
        this.position = position;
        this.path = path;
    }

    /** The same damage, seen from the record or collection that the field or item belongs to. */
    DamagedBytesException within(String part) {
        String separator = path.isEmpty() || path.startsWith("[") ? "" : ".";
        return new DamagedBytesException(what, position, part + separator + path);
    }

    @Override
    public String getMessage() {
        return what + " at byte " + position + (path.isEmpty() ? "" : " in field " + path);
    }
}
