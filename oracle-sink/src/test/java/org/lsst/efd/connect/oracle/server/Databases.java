package org.lsst.efd.connect.oracle.server;

import java.util.EnumMap;
import java.util.Map;
import org.lsst.efd.connect.oracle.server.LocalDatabase.Product;

/** One server of each product, started when it is first asked for. Not thread-safe. */
public final class Databases implements AutoCloseable {
    private final Map<Product, LocalDatabase> started = new EnumMap<>(Product.class);

    public LocalDatabase of(Product product) {
        return started.computeIfAbsent(product, LocalDatabase::start);
    }

    @Override
    public void close() {
        started.values().forEach(LocalDatabase::close);
        started.clear();
    }
}
