/** What kill tests of every sink share: a load whose records bear numbers, kills while it flows, and an audit. */
@NullMarked
package org.lsst.efd.integration.sink;

import org.jspecify.annotations.NullMarked;
