/** Runs contenders in alternation, each in a fresh JVM, and tells the medians and their ratios. */
@NullMarked
package org.lsst.efd.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
