package org.lsst.efd.connect.aggregator.topic;

/** What became of the records of one topic since it began to be read. Not thread-safe. */
public final class TopicCounts {
    private long records;
    private long told;
    private long late;
    private long bad;
    private long future;
    private long nulls;
    private long beyondGroups;
    private long droppedColumns;
    private long lost;

    /** Records read. */
    public long records() {
        return records;
    }

    /** Windows told, each group counted. */
    public long told() {
        return told;
    }

    /** Records all of whose windows were closed. */
    public long late() {
        return late;
    }

    /** Records that could not be aggregated. */
    public long bad() {
        return bad;
    }

    /** Those of the bad records whose time was too far ahead of the wall clock. */
    public long future() {
        return future;
    }

    /** Records without a value. */
    public long nulls() {
        return nulls;
    }

    /** Records dropped because too many groups were open. */
    public long beyondGroups() {
        return beyondGroups;
    }

    /** Columns of told windows that the newest schema does not have. */
    public long droppedColumns() {
        return droppedColumns;
    }

    /** Records that were deleted before they could be read. */
    public long lost() {
        return lost;
    }

    void countRecord() {
        records++;
    }

    void countTold(int columnsDropped) {
        told++;
        droppedColumns += columnsDropped;
    }

    void countLate() {
        late++;
    }

    void countBad(boolean isFuture) {
        bad++;
        future += isFuture ? 1 : 0;
    }

    void countUnreadable(long offsets) {
        bad += offsets;
    }

    void countLost(long records) {
        lost += records;
    }

    void countNull() {
        nulls++;
    }

    void countBeyondGroups() {
        beyondGroups++;
    }

    @Override
    public String toString() {
        return records + " records, " + told + " windows told, " + late + " late, " + bad + " bad, " + nulls
                + " without value, " + beyondGroups + " beyond the groups";
    }
}
