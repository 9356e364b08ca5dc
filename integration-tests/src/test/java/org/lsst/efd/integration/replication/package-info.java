/** The replication source between two real clusters with their registries: what arrives, and what it survives. */
@NullMarked
package org.lsst.efd.integration.replication;

import org.jspecify.annotations.NullMarked;
