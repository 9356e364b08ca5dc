/** What the table shows. */
@NullMarked
package org.lsst.efd.quickstart.table;

import org.jspecify.annotations.NullMarked;
