package org.lsst.efd.connect.oracle;

/** Whether the long runs are asked for: {@code -Defd.soak=true}. */
final class Soak {
    private Soak() {}

    static boolean isOn() {
        return Boolean.getBoolean("efd.soak");
    }
}
