/** The difference between files and cluster as a value, and its execution. */
@NullMarked
package org.lsst.efd.connect.manager.plan;

import org.jspecify.annotations.NullMarked;
