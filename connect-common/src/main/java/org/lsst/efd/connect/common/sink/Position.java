package org.lsst.efd.connect.common.sink;

/**
 * The two positions of a partition in a destination that keeps its own.
 *
 * @param neededOffset where reading starts again
 * @param toldOffset what was told at or before this offset is durable and is not written again; without a stage that
 *     holds records back it is {@code neededOffset - 1}
 */
public record Position(long neededOffset, long toldOffset) {
    public Position {
        if (neededOffset < 0 || toldOffset < -1) {
            throw new IllegalArgumentException(
                    "needed " + neededOffset + " and told " + toldOffset + " are no offsets");
        }
    }

    /** Reading starts again at this offset, and all before it is durable. */
    public static Position at(long offset) {
        return new Position(offset, offset - 1);
    }
}
