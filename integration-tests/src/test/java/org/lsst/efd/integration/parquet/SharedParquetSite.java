package org.lsst.efd.integration.parquet;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The one site of all test classes of a run: the first one starts it, and it is stopped after the last test. */
final class SharedParquetSite implements BeforeAllCallback {
    private @Nullable ParquetSite site;

    @Override
    public void beforeAll(ExtensionContext context) {
        site = context.getRoot()
                .getStore(Namespace.create(ParquetSite.class))
                .getOrComputeIfAbsent("site", name -> new ParquetSite(), ParquetSite.class);
    }

    ParquetSite get() {
        return Objects.requireNonNull(site, "no test has begun");
    }
}
