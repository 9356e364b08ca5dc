/** The live table of what flows: counts by topic, and how they are shown. */
@NullMarked
package org.lsst.efd.quickstart.table;

import org.jspecify.annotations.NullMarked;
