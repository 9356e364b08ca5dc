/** What an audit finds. */
@NullMarked
package org.lsst.efd.quickstart.audit;

import org.jspecify.annotations.NullMarked;
