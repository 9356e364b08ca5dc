/** How far a partition is copied: what Connect stores, and what somebody may change. */
@NullMarked
package org.lsst.efd.connect.replication.offset;

import org.jspecify.annotations.NullMarked;
