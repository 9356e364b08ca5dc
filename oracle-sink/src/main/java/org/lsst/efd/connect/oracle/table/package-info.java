/** What a table is to be: its columns, their types, its key, and how what there is becomes that. */
@NullMarked
package org.lsst.efd.connect.oracle.table;

import org.jspecify.annotations.NullMarked;
