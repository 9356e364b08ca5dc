/** A proxy before a server of the test. */
@NullMarked
package org.lsst.efd.quickstart.proxy;

import org.jspecify.annotations.NullMarked;
