/** What belongs to which stage. */
@NullMarked
package org.lsst.efd.quickstart.stage;

import org.jspecify.annotations.NullMarked;
