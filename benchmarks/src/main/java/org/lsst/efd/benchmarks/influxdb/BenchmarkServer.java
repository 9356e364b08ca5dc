package org.lsst.efd.benchmarks.influxdb;

import java.util.Map;
import org.lsst.efd.benchmarks.harness.Comparison.Environment;
import org.lsst.efd.connect.influxdb.server.InfluxQueries;
import org.lsst.efd.quickstart.stack.LocalStack;

/** The real server that all contenders write to, each into a database that is empty when it begins. */
final class BenchmarkServer {
    static final String DATABASE = "efd";
    private static final String URL = "efd.benchmarks.influxdb.url";

    private BenchmarkServer() {}

    /** The server as what runs beside the contenders. */
    static Environment environment() {
        return () -> {
            LocalStack stack = LocalStack.builder()
                    .influxDb(options -> options.setting("data.cache-max-memory-size", "\"4g\""))
                    .progress(System.err::println)
                    .start();
            return new Environment.Running(Map.of(URL, stack.influxDb().url()), () -> {
                stack.close();
                return true;
            });
        };
    }

    static String url() {
        return System.getProperty(URL);
    }

    /** Empties the database. */
    static void recreateDatabase() {
        InfluxQueries queries = new InfluxQueries(url());
        queries.query("DROP DATABASE " + DATABASE);
        queries.query("CREATE DATABASE " + DATABASE);
    }

    /**
     * Fails unless so many points are stored.
     *
     * @throws IllegalStateException if it is another number
     */
    static void requirePoints(long wanted) {
        long stored = new InfluxQueries(url())
                .query("SELECT count(\"" + PointShape.COUNTED + "\") FROM \"" + DATABASE + "\"../.*/").stream()
                        .mapToLong(series ->
                                series.values().get(0).get(1) instanceof Number number ? number.longValue() : 0)
                        .sum();
        if (stored != wanted) {
            throw new IllegalStateException(stored + " points are stored, and " + wanted + " were written");
        }
    }
}
