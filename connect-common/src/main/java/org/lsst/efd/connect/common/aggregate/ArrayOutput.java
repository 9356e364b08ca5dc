package org.lsst.efd.connect.common.aggregate;

/** How the columns of an array's elements are told. */
public enum ArrayOutput {
    /** One array per statistic. */
    ARRAY,
    /** One field per statistic and index, named as flattening names them. */
    COLUMNS
}
