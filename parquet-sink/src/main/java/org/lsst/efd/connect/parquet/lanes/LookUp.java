package org.lsst.efd.connect.parquet.lanes;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.connect.errors.ConnectException;
import org.lsst.efd.connect.parquet.files.FileFacts;
import org.lsst.efd.connect.parquet.files.FileFormat;

/** Asks the store what is published of a lane: one listing, and the footer of the last file. */
final class LookUp implements Job {
    private final Lane lane;
    private final LaneWork work;

    LookUp(Lane lane, LaneWork work) {
        this.lane = lane;
        this.work = work;
    }

    @Override
    public void run() throws IOException {
        if (!lane.isEnded()) {
            work.events().add(new LaneEvent.LookedUp(lane, lookUp()));
        }
    }

    private Optional<FileFacts.Told> lookUp() throws IOException {
        LaneKey key = lane.key();
        String last = "";
        long greatest = -1;
        for (String name : work.store().list(key.directory(), FileName.prefix(key.partition()))) {
            OptionalLong first = FileName.firstOffset(key, name);
            if (first.isPresent() && first.getAsLong() > greatest) {
                greatest = first.getAsLong();
                last = name;
            }
        }
        return last.isEmpty() ? Optional.empty() : Optional.of(read(key.directory() + "/" + last));
    }

    private FileFacts.Told read(String path) throws IOException {
        List<FileFormat> formats = work.readable();
        for (FileFormat format : formats) {
            if (path.endsWith(format.extension())) {
                Optional<FileFacts.Told> told = format.read(work.store().open(path));
                if (told.isPresent()) {
                    return told.get();
                }
            }
        }
        throw new ConnectException(path + " is named as a file of this sink, but does not say up to which offset ("
                + FileFacts.LAST_OFFSET
                + "): it is damaged, or not of this sink. Move it away, knowing that its records are "
                + "written again from the offset that Connect has committed");
    }

    @Override
    public String toString() {
        return "looking up " + lane.key();
    }
}
