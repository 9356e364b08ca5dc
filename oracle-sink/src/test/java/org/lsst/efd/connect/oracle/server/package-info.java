/** Real servers of the machine for tests. */
@NullMarked
package org.lsst.efd.connect.oracle.server;

import org.jspecify.annotations.NullMarked;
