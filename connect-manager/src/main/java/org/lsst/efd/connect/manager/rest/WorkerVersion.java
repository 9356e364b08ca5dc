package org.lsst.efd.connect.manager.rest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Kafka version of a worker, as far as it decides what may be asked of it. */
public record WorkerVersion(int major, int minor) {
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+).*");

    static WorkerVersion in(String text) {
        Matcher numbers = NUMBERS.matcher(text);
        // an unknown form is taken for an old worker: it is then asked in the way that all understand
        return numbers.matches()
                ? new WorkerVersion(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)))
                : new WorkerVersion(0, 0);
    }

    /** Whether a connector can be created paused or stopped (Kafka 3.7). */
    boolean knowsInitialState() {
        return major > 3 || (major == 3 && minor >= 7);
    }
}
