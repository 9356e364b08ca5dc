/** What the transform keeps of each partition it sees. */
@NullMarked
package org.lsst.efd.connect.aggregator.transform;

import org.jspecify.annotations.NullMarked;
