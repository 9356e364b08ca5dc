/** What only parts of the connector are told by its settings: the target, the schemas, and the keys of Connect itself. */
@NullMarked
package org.lsst.efd.connect.replication.settings;

import org.jspecify.annotations.NullMarked;
