/** The page that shows a run: pictures of a few topics, and the audit. */
@NullMarked
package org.lsst.efd.quickstart.page;

import org.jspecify.annotations.NullMarked;
