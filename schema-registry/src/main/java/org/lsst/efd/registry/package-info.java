/** The wire format of registered Avro messages and a client of the registry's REST API. */
@NullMarked
package org.lsst.efd.registry;

import org.jspecify.annotations.NullMarked;
