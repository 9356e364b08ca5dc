/** Connector files: JSON and YAML documents, their variables, and the connectors they describe. */
@NullMarked
package org.lsst.efd.connect.manager.files;

import org.jspecify.annotations.NullMarked;
