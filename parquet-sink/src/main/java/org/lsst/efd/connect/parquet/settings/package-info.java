/** The settings of the sink, each declared once. */
@NullMarked
package org.lsst.efd.connect.parquet.settings;

import org.jspecify.annotations.NullMarked;
