/** The schemas at the target: which id stands for a source's id there, and how schemas get there. */
@NullMarked
package org.lsst.efd.connect.replication.schema;

import org.jspecify.annotations.NullMarked;
