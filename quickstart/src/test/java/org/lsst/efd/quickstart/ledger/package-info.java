/** How counts are kept. */
@NullMarked
package org.lsst.efd.quickstart.ledger;

import org.jspecify.annotations.NullMarked;
