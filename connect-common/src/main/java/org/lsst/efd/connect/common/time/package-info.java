/** Event time: when what a record tells of happened, as UTC nanoseconds, from a field of the record or from Kafka. */
@NullMarked
package org.lsst.efd.connect.common.time;

import org.jspecify.annotations.NullMarked;
