/** The commands: options in, one call of the feature, output. */
@NullMarked
package org.lsst.efd.connect.manager.command;

import org.jspecify.annotations.NullMarked;
