/** The stack with its real components. */
@NullMarked
package org.lsst.efd.quickstart.stack;

import org.jspecify.annotations.NullMarked;
