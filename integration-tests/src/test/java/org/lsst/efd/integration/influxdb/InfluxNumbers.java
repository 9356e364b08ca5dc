package org.lsst.efd.integration.influxdb;

import org.lsst.efd.connect.influxdb.server.InfluxQueries;
import org.lsst.efd.integration.sink.StoredNumbers;

/** The numbers that an InfluxDB database holds: the field {@code sequence} of each measurement. */
record InfluxNumbers(InfluxQueries queries, String database) implements StoredNumbers {
    @Override
    public String name() {
        return "InfluxDB database " + database;
    }

    @Override
    public long count(String topic) {
        long[] counts = column("count(\"sequence\")", topic);
        return counts.length == 0 ? 0 : counts[0];
    }

    @Override
    public long[] numbers(String topic) {
        return column("\"sequence\"", topic);
    }

    private long[] column(String what, String topic) {
        return queries.query("SELECT " + what + " FROM \"" + database + "\".\"autogen\".\"" + topic + "\"").stream()
                .flatMap(series -> series.values().stream())
                .mapToLong(row -> row.get(1) instanceof Number number ? number.longValue() : -1)
                .toArray();
    }
}
