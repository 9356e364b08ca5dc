/** Tests of the registry client, and the registry that other modules test against. */
@NullMarked
package org.lsst.efd.registry;

import org.jspecify.annotations.NullMarked;
