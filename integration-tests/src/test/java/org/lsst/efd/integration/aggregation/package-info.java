/** Windows through real workers: equal to a recomputation, told once, whatever is killed, silent or held back. */
@NullMarked
package org.lsst.efd.integration.aggregation;

import org.jspecify.annotations.NullMarked;
