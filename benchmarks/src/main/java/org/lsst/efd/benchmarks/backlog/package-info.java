/** A recorded backlog in a real cluster, aggregated by the connector and by Kafka Streams, Avro in and Avro out. */
@NullMarked
package org.lsst.efd.benchmarks.backlog;

import org.jspecify.annotations.NullMarked;
