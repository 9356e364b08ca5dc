/** Named clusters in the user's configuration file. */
@NullMarked
package org.lsst.efd.connect.manager.context;

import org.jspecify.annotations.NullMarked;
