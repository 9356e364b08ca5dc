package org.lsst.efd.connect.manager.output;

/**
 * What is known about standard output.
 *
 * @param isInteractive whether a person sees it
 * @param columns its width; lines are not cut where it is not interactive
 * @param rows its height
 * @param hasColours whether states are painted
 */
public record Terminal(boolean isInteractive, int columns, int rows, boolean hasColours) {
    /** A pipe or a file. */
    public static Terminal pipe() {
        return new Terminal(false, Integer.MAX_VALUE, Integer.MAX_VALUE, false);
    }
}
