/** The stages that telemetry passes, what they have done so far, and the table that shows it. */
@NullMarked
package org.lsst.efd.quickstart.stage;

import org.jspecify.annotations.NullMarked;
