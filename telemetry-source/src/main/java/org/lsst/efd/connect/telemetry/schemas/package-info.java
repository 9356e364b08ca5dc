/** Topics after Avro schema files: the only package that knows Avro. */
@NullMarked
package org.lsst.efd.connect.telemetry.schemas;

import org.jspecify.annotations.NullMarked;
