package org.lsst.efd.connect.oracle.row;

import org.lsst.efd.connect.common.fields.Glob;

/**
 * A column type in the words of the user.
 *
 * @param columns which columns, by name or by dotted source path
 */
public record TypeOverride(Glob columns, String sql) {}
