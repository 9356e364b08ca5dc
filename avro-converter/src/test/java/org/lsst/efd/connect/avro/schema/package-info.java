/** Tests of the mapping of schemas, with the values that go through it. */
@NullMarked
package org.lsst.efd.connect.avro.schema;

import org.jspecify.annotations.NullMarked;
