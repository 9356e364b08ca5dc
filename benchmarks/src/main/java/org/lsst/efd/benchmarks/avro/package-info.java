/** The Avro converter beside the paths that go through generic records. */
@NullMarked
package org.lsst.efd.benchmarks.avro;

import org.jspecify.annotations.NullMarked;
