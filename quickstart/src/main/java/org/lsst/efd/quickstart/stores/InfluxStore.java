package org.lsst.efd.quickstart.stores;

import java.io.IOException;
import java.util.List;
import org.lsst.efd.quickstart.stage.Form;

/** What an InfluxDB database holds. A point is one of its series and its time, so there are no equal windows. */
public final class InfluxStore implements Store {
    private final String title;
    private final InfluxQuery query;
    private final String policy;

    /** Asks for the points of this retention policy. */
    public InfluxStore(String title, InfluxQuery query, String policy) {
        this.title = title;
        this.query = query;
        this.policy = policy;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Content content(Form form, String topic) throws IOException, InterruptedException {
        String from = " FROM " + InfluxQuery.quoted(policy) + "." + InfluxQuery.quoted(topic);
        String columns =
                switch (form) {
                    case RECORDS -> "count(sequence), count(distinct(sequence)), sum(sequence)";
                    case WINDOWS -> "count(\"count\"), count(\"count\"), sum(\"count\")";
                };
        List<List<Object>> rows = query.rows("SELECT " + columns + from);
        return rows.isEmpty() ? Content.NONE : content(rows.get(0));
    }

    private static Content content(List<Object> row) {
        return new Content(number(row.get(1)), number(row.get(2)), number(row.get(3)));
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }
}
