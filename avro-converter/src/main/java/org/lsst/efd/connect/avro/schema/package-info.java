/** Avro schemas as Connect schemas and back, with names, documentation, defaults and attributes. */
@NullMarked
package org.lsst.efd.connect.avro.schema;

import org.jspecify.annotations.NullMarked;
