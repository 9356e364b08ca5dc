package org.lsst.efd.connect.parquet.store;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a store behind Hadoop's file systems is reached. Secrets may be in the properties: it has no text form.
 *
 * @param root URL of the root
 * @param properties of Hadoop, as configured
 * @param configurationDirectory holds core-site.xml and hdfs-site.xml
 * @param keytab where the worker logs in by Kerberos
 * @param staging where files wait on a local disk
 */
public record HadoopRules(
        URI root,
        Map<String, String> properties,
        Optional<Path> configurationDirectory,
        Optional<Keytab> keytab,
        Path staging) {
    /** A Kerberos principal and the file with its keys. */
    public record Keytab(String principal, Path file) {}

    public HadoopRules {
        properties = Map.copyOf(properties);
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
