package org.lsst.efd.connect.oracle.offsets;

import org.lsst.efd.connect.common.sink.Position;

/**
 * What a row of the table of positions holds.
 *
 * @param needed where reading starts again; negative where nothing was written yet
 * @param told as {@link Position#toldOffset}
 */
record Place(long needed, long told) {
    static final Place NOWHERE = new Place(-1, -1);

    static Place of(Position position) {
        return new Place(position.neededOffset(), position.toldOffset());
    }

    boolean isSomewhere() {
        return needed >= 0;
    }

    Position position() {
        return new Position(needed, told);
    }
}
