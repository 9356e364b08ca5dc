package org.lsst.efd.registry;

/** What a registry or one of its subjects lets be written; named as the registry names it. */
public enum RegistryMode {
    READWRITE,
    READONLY,
    READONLY_OVERRIDE,
    /** Ids and versions are given by the writer; the subject (or registry) must be empty when this is set. */
    IMPORT,
    FORWARD
}
