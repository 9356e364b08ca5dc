/** The Parquet sink in real workers: killed, frozen, and with real telemetry. */
@NullMarked
package org.lsst.efd.integration.parquet;

import org.jspecify.annotations.NullMarked;
