package org.lsst.efd.connect.common.window;

/** From which window on a partition is told that was not read from offset 0. */
public enum FirstWindow {
    /** Windows that began before the first record read are not told. */
    WHOLE,
    /**
     * The first record that a task reads of a partition is trusted to be its log start. Right only for a group that has
     * never committed: on another one a part of a window could overwrite the whole.
     */
    LOG_START
}
