/** What is a secret, and how it is kept out of everything that is printed. */
@NullMarked
package org.lsst.efd.connect.manager.secrets;

import org.jspecify.annotations.NullMarked;
