/** How a command ends: exit codes, failures, and the one place that maps the latter to the former. */
@NullMarked
package org.lsst.efd.connect.manager.outcome;

import org.jspecify.annotations.NullMarked;
