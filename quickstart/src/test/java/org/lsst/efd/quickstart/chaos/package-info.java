/** What is killed comes back. */
@NullMarked
package org.lsst.efd.quickstart.chaos;

import org.jspecify.annotations.NullMarked;
