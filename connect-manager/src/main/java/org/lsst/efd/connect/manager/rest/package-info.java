/** The Connect REST API over several workers: failover, retries and typed answers; reusable without the command line. */
@NullMarked
package org.lsst.efd.connect.manager.rest;

import org.jspecify.annotations.NullMarked;
