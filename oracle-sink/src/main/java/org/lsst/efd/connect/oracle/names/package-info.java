/** Names that a database accepts, made from any names. */
@NullMarked
package org.lsst.efd.connect.oracle.names;

import org.jspecify.annotations.NullMarked;
