package org.lsst.efd.connect.influxdb.write;

import okhttp3.HttpUrl;

/**
 * Where points go.
 *
 * @param server address of the server, with any path prefix, without credentials
 * @param database database, or bucket for {@link WriteApi#V2}
 * @param retentionPolicy empty for the default policy of the database; not used by {@link WriteApi#V2}
 * @param org organisation, for {@link WriteApi#V2} only
 */
public record WriteTarget(
        HttpUrl server, WriteApi api, String database, String retentionPolicy, String org, Precision precision) {

    HttpUrl url() {
        return switch (api) {
            case V1 -> {
                HttpUrl.Builder url = server.newBuilder()
                        .addPathSegment("write")
                        .addQueryParameter("db", database)
                        .addQueryParameter("precision", precision.name(api));
                yield (retentionPolicy.isEmpty() ? url : url.addQueryParameter("rp", retentionPolicy)).build();
            }
            case V2 ->
                server.newBuilder()
                        .addPathSegments("api/v2/write")
                        .addQueryParameter("org", org)
                        .addQueryParameter("bucket", database)
                        .addQueryParameter("precision", precision.name(api))
                        .build();
        };
    }

    /** For messages: server, database and policy. */
    @Override
    public String toString() {
        String policy = retentionPolicy.isEmpty() ? "its default policy" : "policy \"" + retentionPolicy + "\"";
        return switch (api) {
            case V1 -> server + " database \"" + database + "\", " + policy;
            case V2 -> server + " organisation \"" + org + "\", bucket \"" + database + "\"";
        };
    }
}
