package org.lsst.efd.registry;

/** A text that {@code toString} does not show. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "[hidden]";
    }
}
