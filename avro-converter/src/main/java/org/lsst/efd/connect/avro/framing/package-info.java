/** How a message says which Avro schema it has: by an id of the registry, by the schema itself, or not at all. */
@NullMarked
package org.lsst.efd.connect.avro.framing;

import org.jspecify.annotations.NullMarked;
