/** The loop that keeps files and cluster equal, restarts what failed and follows topics. */
@NullMarked
package org.lsst.efd.connect.manager.watch;

import org.jspecify.annotations.NullMarked;
