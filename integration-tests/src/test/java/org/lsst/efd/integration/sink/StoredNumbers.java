package org.lsst.efd.integration.sink;

/** A store under audit: which records of a {@link NumberedLoad} it holds. */
public interface StoredNumbers {

    /** What it is called in messages. */
    String name();

    /** How many records of this topic are stored and can be seen; 0 where there is no trace of it yet. */
    long count(String topic);

    /** The numbers of all records of this topic, in any order; a record that is stored twice is there twice. */
    long[] numbers(String topic);
}
