package org.lsst.efd.connect.avro.encode;

/** A value is not what its schema says: what is wrong, in which field. It holds no value and has no stack trace. */
public final class UnwritableValueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String path;
    private final String what;

    UnwritableValueException(String what) {
        this(what, "");
    }

    private UnwritableValueException(String what, String path) {
        super(what, null, false, false);
        this.what = what;
        this.path = path;
    }

    /** A value of another Java type than expected. */
    static UnwritableValueException wrongType(String expected, Object found) {
        return new UnwritableValueException(
                "expected " + expected + ", found " + found.getClass().getName());
    }

    /** The same, seen from the record or collection that the field or item belongs to. */
    UnwritableValueException within(String part) {
        String separator = path.isEmpty() || path.startsWith("[") ? "" : ".";
        return new UnwritableValueException(what, part + separator + path);
    }

    @Override
    public String getMessage() {
        return path.isEmpty() ? what : "field " + path + ": " + what;
    }
}
