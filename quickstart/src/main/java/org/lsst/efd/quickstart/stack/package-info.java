/** The components of the local stack, their handles, and how each is started. */
@NullMarked
package org.lsst.efd.quickstart.stack;

import org.jspecify.annotations.NullMarked;
