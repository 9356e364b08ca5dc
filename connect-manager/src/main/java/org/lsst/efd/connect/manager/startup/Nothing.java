package org.lsst.efd.connect.manager.startup;

/** A program that does nothing: what a JVM itself costs. */
public final class Nothing {
    private Nothing() {}

    public static void main(String[] words) {}
}
