/** What is asked of Kafka itself: topics, committed offsets, log ends and offsets at a time. */
@NullMarked
package org.lsst.efd.connect.manager.kafka;

import org.jspecify.annotations.NullMarked;
