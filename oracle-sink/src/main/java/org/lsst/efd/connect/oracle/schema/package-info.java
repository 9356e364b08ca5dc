/** Tables are made and changed as rows need them, on a connection of their own. */
@NullMarked
package org.lsst.efd.connect.oracle.schema;

import org.jspecify.annotations.NullMarked;
