/** Fetches the programs of the stack through Maven, once, into a cache directory. */
@NullMarked
package org.lsst.efd.quickstart.artifacts;

import org.jspecify.annotations.NullMarked;
