/** The window stage of a sink: telling windows instead of records, safe across restarts without state outside Kafka. */
@NullMarked
package org.lsst.efd.connect.common.window;

import org.jspecify.annotations.NullMarked;
