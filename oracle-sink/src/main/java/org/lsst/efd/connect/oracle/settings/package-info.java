/** The settings of the sink, in groups. */
@NullMarked
package org.lsst.efd.connect.oracle.settings;

import org.jspecify.annotations.NullMarked;
