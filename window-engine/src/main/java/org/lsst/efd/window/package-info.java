/** Windows of event time, samples and their statistics: pure arithmetic that knows no record, no schema and no clock. */
@NullMarked
package org.lsst.efd.window;

import org.jspecify.annotations.NullMarked;
