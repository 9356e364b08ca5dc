/** The three dialects: types, statements, limits, connection and error codes of each database. */
@NullMarked
package org.lsst.efd.connect.oracle.dialect;

import org.jspecify.annotations.NullMarked;
