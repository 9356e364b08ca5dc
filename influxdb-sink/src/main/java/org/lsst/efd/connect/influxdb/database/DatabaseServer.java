package org.lsst.efd.connect.influxdb.database;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.influxdb.InfluxDB;
import org.influxdb.InfluxDBException;
import org.influxdb.InfluxDBFactory;
import org.influxdb.InfluxDBIOException;
import org.influxdb.dto.Query;
import org.influxdb.dto.QueryResult;

/** What a server of the 1.x line (or one that speaks its {@code /query}) is asked about databases. Thread-safe. */
public final class DatabaseServer implements AutoCloseable {
    private final HttpUrl url;
    private final InfluxDB influxDb;
    private final StatusOfLastAnswer status = new StatusOfLastAnswer();

    /**
     * A server; nothing is sent yet.
     *
     * @param http shared client: authentication, time limits and TLS are set up in it
     */
    public DatabaseServer(HttpUrl url, OkHttpClient http) {
        this.url = url;
        OkHttpClient.Builder client = http.newBuilder().addInterceptor(chain -> {
            Response response = chain.proceed(chain.request());
            status.set(response.code());
            return response;
        });
        String base = url.toString();
        this.influxDb = InfluxDBFactory.connect(base.endsWith("/") ? base : base + "/", client);
    }

    /**
     * The version a server tells; any text, such as {@code 1.6.7~rc0}.
     *
     * @throws IOException if it does not answer
     */
    public String version() throws IOException {
        try {
            return influxDb.ping().getVersion();
        } catch (InfluxDBIOException away) {
            throw new IOException(url + " does not answer: " + causeOf(away), away);
        } catch (InfluxDBException refused) {
            return "unknown";
        }
    }

    /**
     * The names of all databases.
     *
     * @throws IOException if the server is away
     * @throws StatementRefused if it does not answer the question
     */
    List<String> databases() throws IOException {
        List<String> names = new ArrayList<>();
        rows(Influxql.SHOW_DATABASES).forEach(row -> names.add(String.valueOf(row.get(0))));
        return names;
    }

    /**
     * The policies of a database; empty where there is no such database.
     *
     * @throws IOException if the server is away
     * @throws StatementRefused if it does not answer the question
     */
    List<RetentionPolicy> retentionPolicies(String database) throws IOException {
        List<RetentionPolicy> policies = new ArrayList<>();
        for (List<Object> row : rows(Influxql.showRetentionPolicies(database))) {
            policies.add(new RetentionPolicy(
                    String.valueOf(row.get(0)),
                    RetentionDuration.parse(String.valueOf(row.get(1))),
                    Boolean.TRUE.equals(row.get(row.size() - 1))));
        }
        return policies;
    }

    /**
     * The policy that writes go to.
     *
     * @param name empty for the default one
     * @return empty if the database has no such policy
     * @throws IOException if the server is away
     * @throws StatementRefused if it does not answer the question
     */
    Optional<RetentionPolicy> retentionPolicy(String database, String name) throws IOException {
        return retentionPolicies(database).stream()
                .filter(policy ->
                        name.isEmpty() ? policy.isDefault() : policy.name().equals(name))
                .findFirst();
    }

    /**
     * Executes a statement.
     *
     * @throws IOException if the server is away
     * @throws StatementRefused if it refuses the statement, also inside an answer with status 200
     */
    void execute(String statement) throws IOException {
        rows(statement);
    }

    private List<List<Object>> rows(String statement) throws IOException {
        status.clear();
        QueryResult answer;
        try {
            answer = influxDb.query(new Query(statement, "", true));
        } catch (InfluxDBIOException away) {
            throw new IOException(url + " does not answer: " + causeOf(away), away);
        } catch (InfluxDBException refused) {
            throw refusal(statement, String.valueOf(refused.getMessage()));
        }
        if (answer.hasError()) {
            throw new StatementRefused(200, statement + ": " + errorOf(answer));
        }
        List<List<Object>> rows = new ArrayList<>();
        for (QueryResult.Result result :
                Optional.ofNullable(answer.getResults()).orElse(List.of())) {
            Optional.ofNullable(result.getSeries())
                    .orElse(List.of())
                    .forEach(series -> Optional.ofNullable(series.getValues()).ifPresent(rows::addAll));
        }
        return rows;
    }

    private IOException refusal(String statement, String text) {
        int code = status.get();
        return code >= 500 || code == 429
                ? new IOException(url + " answers HTTP " + code)
                : new StatementRefused(code, statement + ": HTTP " + code + ": " + text);
    }

    private static String errorOf(QueryResult answer) {
        if (answer.getError() != null) {
            return answer.getError();
        }
        return answer.getResults().stream()
                .filter(QueryResult.Result::hasError)
                .map(QueryResult.Result::getError)
                .findFirst()
                .orElse("");
    }

    private static String causeOf(InfluxDBIOException away) {
        return away.getCause() == null
                ? String.valueOf(away.getMessage())
                : away.getCause().toString();
    }

    @Override
    public void close() {
        influxDb.close();
    }

    /** The client's exceptions carry no status; calls are synchronous, so the interceptor leaves it here. */
    private static final class StatusOfLastAnswer {
        private final ThreadLocal<Integer> code = new ThreadLocal<>();

        void set(int status) {
            code.set(status);
        }

        void clear() {
            code.remove();
        }

        int get() {
            Integer status = code.get();
            return status == null ? 0 : status;
        }
    }
}
