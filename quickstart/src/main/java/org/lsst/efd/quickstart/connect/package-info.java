/** A client of the REST interface of Connect workers. */
@NullMarked
package org.lsst.efd.quickstart.connect;

import org.jspecify.annotations.NullMarked;
