package org.lsst.efd.connect.oracle.row;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.flatten.LeafKind;

/**
 * Where the values of a leaf go.
 *
 * @param column null for a leaf that is not stored, because a column of the key or the time holds it
 * @param path of the leaf in the record, for messages
 * @param nanosPerUnit for integers that are points in time; 0 for others
 */
record LeafColumn(@Nullable Column column, String path, LeafKind kind, Schema schema, long nanosPerUnit) {}
