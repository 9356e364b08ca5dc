/** The client of the REST interface. */
@NullMarked
package org.lsst.efd.quickstart.connect;

import org.jspecify.annotations.NullMarked;
