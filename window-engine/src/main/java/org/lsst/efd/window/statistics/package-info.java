/** Statistics of samples of doubles: the estimators of Python's {@code statistics} module with stated accuracy. */
@NullMarked
package org.lsst.efd.window.statistics;

import org.jspecify.annotations.NullMarked;
