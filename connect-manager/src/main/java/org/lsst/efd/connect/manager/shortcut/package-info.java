/** Connector files made from a few options, one kind per connector of the bundle. */
@NullMarked
package org.lsst.efd.connect.manager.shortcut;

import org.jspecify.annotations.NullMarked;
