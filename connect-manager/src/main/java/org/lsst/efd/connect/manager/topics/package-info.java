/** Topic rules of files: which topics a list-only connector follows, and the keys computed from them. */
@NullMarked
package org.lsst.efd.connect.manager.topics;

import org.jspecify.annotations.NullMarked;
