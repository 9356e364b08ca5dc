package org.lsst.efd.integration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A test that is left out of {@code bin/test}, which reports it as skipped, and runs with {@code bin/test --soak}: one that
 * was never seen to pass from its begin to its end, or takes too long for every build.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
        named = "efd.soak",
        matches = "true",
        disabledReason = "runs under bin/test --soak only: it has not been seen to pass in a whole run yet")
public @interface SoakOnly {}
