package org.lsst.efd.connect.avro.framing;

/** Which registered schema data is written with. */
public enum Registration {
    /** Its own, which is registered if it is not. */
    REGISTER,
    /** The latest of the subject. */
    USE_LATEST,
    /** Its own, which must be registered. */
    LOOK_UP
}
