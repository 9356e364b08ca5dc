/** Processes, ports and waiting. */
@NullMarked
package org.lsst.efd.quickstart.process;

import org.jspecify.annotations.NullMarked;
