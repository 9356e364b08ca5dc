/** The Oracle sink in a Connect cluster of two workers, with PostgreSQL and MariaDB behind it. */
@NullMarked
package org.lsst.efd.integration.oracle;

import org.jspecify.annotations.NullMarked;
