/** Fields of a record: where one stands, which are selected, and what was compiled for a schema. */
@NullMarked
package org.lsst.efd.connect.common.fields;

import org.jspecify.annotations.NullMarked;
