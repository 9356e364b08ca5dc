/** The windows of one topic over all its partitions, and the state from which they can be built again. */
@NullMarked
package org.lsst.efd.connect.aggregator.topic;

import org.jspecify.annotations.NullMarked;
