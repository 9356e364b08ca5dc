package org.lsst.efd.connect.aggregator.topic;

import org.lsst.efd.connect.common.aggregate.Group;
import org.lsst.efd.window.ClosedWindow;

/**
 * A closed window and the state to store with it.
 *
 * @param window of one group
 * @param state what holds once this window, and all told before it, are stored
 */
public record Telling(ClosedWindow<Group> window, TopicState state) {}
