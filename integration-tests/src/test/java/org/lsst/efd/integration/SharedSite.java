package org.lsst.efd.integration;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The one site of all test classes of a run: the first one starts it, and it is stopped after the last test. */
public final class SharedSite<S extends AutoCloseable> implements BeforeAllCallback {
    private final Class<S> type;
    private final Supplier<S> starting;
    private @Nullable S site;

    public SharedSite(Class<S> type, Supplier<S> starting) {
        this.type = type;
        this.starting = starting;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        site = context.getRoot()
                .getStore(Namespace.create(type))
                .getOrComputeIfAbsent("site", name -> starting.get(), type);
    }

    /** The site, once a test class has begun. */
    public S get() {
        return Objects.requireNonNull(site, "no test has begun");
    }
}
