package org.lsst.efd.quickstart.page;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lsst.efd.quickstart.stage.Form;
import org.lsst.efd.quickstart.stores.InfluxQuery;
import org.lsst.efd.quickstart.stores.ParquetStore;

/** Reads the pictures back: the raw signal from InfluxDB, the windows from Parquet files. */
public final class Pictures {
    private static final int MAX_PICTURES = 4;
    private static final long SPAN_NS = 30_000_000_000L;
    private static final double NS_PER_SECOND = 1e9;
    private static final int MAX_FIELDS_TRIED = 20;

    private final InfluxQuery influx;
    private final ParquetStore parquet;

    /** Reads from these stores. */
    public Pictures(InfluxQuery influx, ParquetStore parquet) {
        this.influx = influx;
        this.parquet = parquet;
    }

    /** One picture of each topic that has a number that moves, of the first few. */
    public List<Picture> of(List<String> topics) throws IOException, SQLException, InterruptedException {
        List<Picture> pictures = new ArrayList<>();
        for (String topic : topics) {
            if (pictures.size() < MAX_PICTURES) {
                picture(topic).ifPresent(pictures::add);
            }
        }
        return pictures;
    }

    private Optional<Picture> picture(String topic) throws IOException, SQLException, InterruptedException {
        int tried = 0;
        for (List<Object> key : influx.rows("SHOW FIELD KEYS FROM " + InfluxQuery.quoted(topic))) {
            String field = String.valueOf(key.get(0));
            if (!"float".equals(key.get(1)) || field.startsWith("private_") || field.equals("timestamp")) {
                continue;
            }
            List<double[]> raw = raw(topic, field);
            if (moves(raw)) {
                return Optional.of(new Picture(topic + "   " + field, raw, windows(topic, field, raw)));
            }
            if (++tried == MAX_FIELDS_TRIED) {
                break;
            }
        }
        return Optional.empty();
    }

    private List<double[]> raw(String topic, String field) throws IOException, InterruptedException {
        String from = " FROM " + InfluxQuery.quoted(topic);
        List<List<Object>> last =
                influx.rows("SELECT " + InfluxQuery.quoted(field) + from + " ORDER BY time DESC LIMIT 1");
        if (last.isEmpty()) {
            return List.of();
        }
        long since = ((Number) last.get(0).get(0)).longValue() - SPAN_NS;
        List<double[]> points = new ArrayList<>();
        for (List<Object> row :
                influx.rows("SELECT " + InfluxQuery.quoted(field) + from + " WHERE time >= " + since + "ns")) {
            double seconds = new BigDecimal(row.get(0).toString()).doubleValue() / NS_PER_SECOND;
            points.add(new double[] {seconds, ((Number) row.get(1)).doubleValue()});
        }
        return points;
    }

    private List<double[]> windows(String topic, String field, List<double[]> raw) throws SQLException {
        String columns = String.format(Locale.ROOT, "\"time\", \"mean_%1$s\", \"min_%1$s\", \"max_%1$s\"", field);
        double begin = raw.get(0)[0];
        return parquet.rows(
                Form.WINDOWS.topicOf(topic),
                columns,
                String.format(Locale.ROOT, "WHERE \"time\" >= %.3f ORDER BY \"time\"", begin - 1));
    }

    private static boolean moves(List<double[]> points) {
        return points.stream()
                        .mapToDouble(point -> point[1])
                        .distinct()
                        .limit(2)
                        .count()
                == 2;
    }
}
