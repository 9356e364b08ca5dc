/** Bad records: what becomes of a record that can never be written. */
@NullMarked
package org.lsst.efd.connect.common.errors;

import org.jspecify.annotations.NullMarked;
