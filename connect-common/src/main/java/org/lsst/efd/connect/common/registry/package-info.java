/** The settings of a schema registry, for every plugin that asks one. */
@NullMarked
package org.lsst.efd.connect.common.registry;

import org.jspecify.annotations.NullMarked;
