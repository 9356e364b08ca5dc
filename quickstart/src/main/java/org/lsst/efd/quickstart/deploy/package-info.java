/** Deploys the connectors with the command line that an observatory would use. */
@NullMarked
package org.lsst.efd.quickstart.deploy;

import org.jspecify.annotations.NullMarked;
