/** The sink side: gate, stage and destination, and who may commit which offset. */
@NullMarked
package org.lsst.efd.connect.common.sink;

import org.jspecify.annotations.NullMarked;
