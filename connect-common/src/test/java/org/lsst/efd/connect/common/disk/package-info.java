/** Disks for tests. */
@NullMarked
package org.lsst.efd.connect.common.disk;

import org.jspecify.annotations.NullMarked;
