package org.lsst.efd.registry;

/**
 * One version of a subject.
 *
 * @param subject under which name
 * @param version from 1
 */
public record SubjectVersion(String subject, int version) {}
