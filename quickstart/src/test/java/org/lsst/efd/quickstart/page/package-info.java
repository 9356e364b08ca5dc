/** What the page holds. */
@NullMarked
package org.lsst.efd.quickstart.page;

import org.jspecify.annotations.NullMarked;
