/** What a task tells of itself as metrics. */
@NullMarked
package org.lsst.efd.connect.replication.metrics;

import org.jspecify.annotations.NullMarked;
