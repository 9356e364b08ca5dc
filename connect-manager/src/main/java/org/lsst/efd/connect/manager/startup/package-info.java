/** What the start script needs: a rehearsal for the class data archive, and an empty program to compare with. */
@NullMarked
package org.lsst.efd.connect.manager.startup;

import org.jspecify.annotations.NullMarked;
