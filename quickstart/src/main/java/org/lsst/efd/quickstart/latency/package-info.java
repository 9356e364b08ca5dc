/** How long telemetry takes from where it is made to the result of a query. */
@NullMarked
package org.lsst.efd.quickstart.latency;

import org.jspecify.annotations.NullMarked;
