/** The command line that deploys, compares, watches and repairs connectors of a Connect cluster. */
@NullMarked
package org.lsst.efd.connect.manager;

import org.jspecify.annotations.NullMarked;
