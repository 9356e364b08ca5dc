/** A record becomes a row: columns by name, values checked before they are bound. */
@NullMarked
package org.lsst.efd.connect.oracle.row;

import org.jspecify.annotations.NullMarked;
