/** The rules of the design, checked on the classes of all modules. */
@NullMarked
package org.lsst.efd.integration.architecture;

import org.jspecify.annotations.NullMarked;
