/** What the stores hold of the telemetry that flowed, asked for with other programs than those that wrote it. */
@NullMarked
package org.lsst.efd.quickstart.stores;

import org.jspecify.annotations.NullMarked;
