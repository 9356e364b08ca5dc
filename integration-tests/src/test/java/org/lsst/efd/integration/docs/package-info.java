/** Holds the documentation to the plugins and to itself. */
@NullMarked
package org.lsst.efd.integration.docs;

import org.jspecify.annotations.NullMarked;
