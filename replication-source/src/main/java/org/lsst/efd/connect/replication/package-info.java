/** Kafka Connect source that copies topics, their schemas and their settings from one cluster to another. */
@NullMarked
package org.lsst.efd.connect.replication;

import org.jspecify.annotations.NullMarked;
