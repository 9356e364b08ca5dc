/** Flattening: a record becomes named columns, by a plan compiled once per schema. */
@NullMarked
package org.lsst.efd.connect.common.flatten;

import org.jspecify.annotations.NullMarked;
