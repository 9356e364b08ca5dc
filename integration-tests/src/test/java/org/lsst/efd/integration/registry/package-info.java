/** The registry client against a real registry. */
@NullMarked
package org.lsst.efd.integration.registry;

import org.jspecify.annotations.NullMarked;
