package org.lsst.efd.connect.influxdb.line;

import org.lsst.efd.connect.common.fields.FieldPath;

/**
 * A field of the record that becomes a tag.
 *
 * @param name of the tag, clean (see {@link EscapedName#clean})
 */
public record TagSource(FieldPath path, String name) {}
