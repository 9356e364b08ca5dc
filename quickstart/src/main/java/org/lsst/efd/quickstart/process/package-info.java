/** Starts, watches, signals and ends processes of this machine. */
@NullMarked
package org.lsst.efd.quickstart.process;

import org.jspecify.annotations.NullMarked;
