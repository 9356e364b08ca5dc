/** The source side: which topics there are, who owns which partition, and a consumer that reads ahead on its own thread. */
@NullMarked
package org.lsst.efd.connect.common.source;

import org.jspecify.annotations.NullMarked;
