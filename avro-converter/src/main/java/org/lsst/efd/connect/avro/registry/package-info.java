/** The settings of the registry client, with the keys of Confluent's converter. */
@NullMarked
package org.lsst.efd.connect.avro.registry;

import org.jspecify.annotations.NullMarked;
