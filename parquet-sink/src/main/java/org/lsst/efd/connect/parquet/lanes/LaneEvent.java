package org.lsst.efd.connect.parquet.lanes;

import java.util.Optional;
import org.lsst.efd.connect.parquet.files.FileFacts;

/** What writer threads have to tell the task thread. */
sealed interface LaneEvent {
    Lane lane();

    /** What is published of a lane; empty for nothing. */
    record LookedUp(Lane lane, Optional<FileFacts.Told> told) implements LaneEvent {}

    /** Another owner has published under the name. */
    record Conflict(Lane lane, String path) implements LaneEvent {}
}
