/** The sink for Oracle, PostgreSQL and MariaDB. */
@NullMarked
package org.lsst.efd.connect.oracle;

import org.jspecify.annotations.NullMarked;
