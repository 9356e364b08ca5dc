/** Tests of the whole with real components, and what they share. */
@NullMarked
package org.lsst.efd.integration;

import org.jspecify.annotations.NullMarked;
