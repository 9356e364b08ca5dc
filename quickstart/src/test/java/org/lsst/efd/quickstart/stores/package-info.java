/** What is found in stores of every kind. */
@NullMarked
package org.lsst.efd.quickstart.stores;

import org.jspecify.annotations.NullMarked;
