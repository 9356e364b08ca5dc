/** Windows of seven statistics: the engine, the transform and the stage beside Kafka Streams, Python and a plain loop. */
@NullMarked
package org.lsst.efd.benchmarks.aggregation;

import org.jspecify.annotations.NullMarked;
