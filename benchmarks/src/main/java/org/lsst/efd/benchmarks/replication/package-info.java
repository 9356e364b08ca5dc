/** The replication source beside MirrorMaker 2 and a plain loop, between two real clusters. */
@NullMarked
package org.lsst.efd.benchmarks.replication;

import org.jspecify.annotations.NullMarked;
