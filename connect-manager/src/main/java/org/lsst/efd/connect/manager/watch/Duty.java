package org.lsst.efd.connect.manager.watch;

/** One thing a watcher does at every beat. */
public interface Duty {
    /** Its name in the log. */
    String name();

    /** Does it once: reads the state it acts on, acts, and logs each action. An exception ends this beat only. */
    void beat();
}
