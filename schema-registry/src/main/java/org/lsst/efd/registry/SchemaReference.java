package org.lsst.efd.registry;

/**
 * A schema that another one builds on.
 *
 * @param name how the referring text calls it: for Avro the full name of a type
 * @param subject where it is registered
 * @param version its version there, from 1
 */
public record SchemaReference(String name, String subject, int version) {}
