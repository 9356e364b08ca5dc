/** Names made from templates such as {@code ${topic}-aggregated}, compiled once and checked when they are compiled. */
@NullMarked
package org.lsst.efd.connect.common.names;

import org.jspecify.annotations.NullMarked;
