/** The source side of the connector: which topics a task reads, from where, and how their bytes become data. */
@NullMarked
package org.lsst.efd.connect.aggregator.source;

import org.jspecify.annotations.NullMarked;
