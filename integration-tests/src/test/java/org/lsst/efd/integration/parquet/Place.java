package org.lsst.efd.integration.parquet;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.InputFile;

/** A root below which a sink writes files, looked at from outside. */
interface Place {
    /** What it is called in messages. */
    String name();

    /** Its {@code store.url}. */
    String url();

    /** What a sink needs to know beside the URL. */
    default Map<String, String> settings() {
        return Map.of();
    }

    /** All files below the root as paths relative to it, also those that nobody should see. */
    List<String> files() throws IOException;

    /** A file to read. */
    InputFile open(String file) throws IOException;
}
