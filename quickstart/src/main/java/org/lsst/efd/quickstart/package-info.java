/** Starts the whole picture on one machine. */
@NullMarked
package org.lsst.efd.quickstart;

import org.jspecify.annotations.NullMarked;
