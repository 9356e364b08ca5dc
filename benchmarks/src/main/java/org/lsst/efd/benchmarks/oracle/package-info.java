/** Rows into PostgreSQL and MariaDB: the sink, Debezium's JDBC sink, and plain JDBC. */
@NullMarked
package org.lsst.efd.benchmarks.oracle;

import org.jspecify.annotations.NullMarked;
