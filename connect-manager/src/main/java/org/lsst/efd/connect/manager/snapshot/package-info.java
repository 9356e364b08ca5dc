/** One consistent look at a cluster: nodes, connectors, tasks, lag and rates; reusable without the command line. */
@NullMarked
package org.lsst.efd.connect.manager.snapshot;

import org.jspecify.annotations.NullMarked;
