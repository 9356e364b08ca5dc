package org.lsst.efd.connect.avro.decode;

/**
 * Reads a list or map in two steps, so that it can be put into its struct while it is empty: a struct checks every item
 * of what is put into it, and these items are right because the plan made them.
 */
interface CollectionReader extends ValueReader {
    /** The least that an item takes in bytes. */
    int minItemBytes();

    /** An empty collection for about this many items. */
    Object create(int expected);

    /** Adds the items of one block. */
    void readBlock(ByteCursor in, Object collection, int count);

    /** Adds the items of all blocks, of which the count of the first is read already. */
    default void fill(ByteCursor in, Object collection, int firstCount) {
        for (int count = firstCount; count > 0; count = in.readBlockCount(minItemBytes())) {
            int end = in.blockEnd();
            readBlock(in, collection, count);
            in.requireBlockEnd(end);
        }
    }

    @Override
    default Object read(ByteCursor in) {
        int count = in.readBlockCount(minItemBytes());
        Object collection = create(capacity(in, count));
        fill(in, collection, count);
        return collection;
    }

    /** Room for a count that may be damaged: not more than the bytes that are left justify. */
    static int capacity(ByteCursor in, int count) {
        return Math.min(count, 1024 + in.remaining() / Long.BYTES);
    }
}
