/** What reaches the terminal: tables, JSON, YAML, names, colours. */
@NullMarked
package org.lsst.efd.connect.manager.output;

import org.jspecify.annotations.NullMarked;
