/** Counts committed records while they flow, and knows for every offset how many came before it. */
@NullMarked
package org.lsst.efd.quickstart.ledger;

import org.jspecify.annotations.NullMarked;
