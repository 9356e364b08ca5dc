/** Trying again: how often and after how long. */
@NullMarked
package org.lsst.efd.connect.common.retry;

import org.jspecify.annotations.NullMarked;
