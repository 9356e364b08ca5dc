/** The command line of connect-manager against real clusters of two workers: what it prints, and what it survives. */
@NullMarked
package org.lsst.efd.integration.manager;

import org.jspecify.annotations.NullMarked;
