package org.lsst.efd.integration.parquet;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.InputFile;
import org.lsst.efd.connect.parquet.s3.S3Double;

/** A prefix of a bucket of a store that speaks S3 and keeps the conditions of S3. */
final class S3Place implements Place, AutoCloseable {
    private static final String BUCKET = "efd";
    private static final String PREFIX = "data/";

    private final S3Double store;

    S3Place() throws IOException {
        store = S3Double.start(BUCKET);
    }

    @Override
    public String name() {
        return "S3";
    }

    @Override
    public String url() {
        return "s3a://" + BUCKET + "/" + PREFIX;
    }

    @Override
    public Map<String, String> settings() {
        return store.settings();
    }

    /** A mark of a directory is no file. */
    @Override
    public List<String> files() {
        return store.objects().keySet().stream()
                .filter(key -> key.startsWith(PREFIX) && !key.endsWith("/"))
                .map(key -> key.substring(PREFIX.length()))
                .toList();
    }

    @Override
    public InputFile open(String file) {
        return S3Double.input(java.util.Objects.requireNonNull(store.objects().get(PREFIX + file), file));
    }

    /** How often an owner was refused a name, because another had been faster. */
    long conflicts() {
        return store.refused().stream().filter(key -> key.endsWith(".parquet")).count();
    }

    int openUploads() {
        return store.openUploads();
    }

    @Override
    public void close() {
        store.close();
    }
}
