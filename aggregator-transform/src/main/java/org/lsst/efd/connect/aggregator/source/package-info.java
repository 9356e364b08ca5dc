/** The source side of the connector beside what connectors share: how bytes become data, and what holds a topic up. */
@NullMarked
package org.lsst.efd.connect.aggregator.source;

import org.jspecify.annotations.NullMarked;
