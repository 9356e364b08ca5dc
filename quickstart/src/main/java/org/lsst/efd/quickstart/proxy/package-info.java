/** A TCP proxy that delays, cuts and holds back what passes through it. */
@NullMarked
package org.lsst.efd.quickstart.proxy;

import org.jspecify.annotations.NullMarked;
