package org.lsst.efd.connect.influxdb.database;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.apache.kafka.connect.errors.ConnectException;
import org.lsst.efd.connect.influxdb.lanes.TargetCheck;

/**
 * What is known of the database behind a target; nothing where it has no InfluxQL. Thread-safe.
 *
 * <p>Writes wait for it only where it may have to be created, or its policy checked, first.
 */
public final class DatabaseConnection implements TargetCheck, AutoCloseable {
    private final Optional<Watched> watched;

    private DatabaseConnection(Optional<Watched> watched) {
        this.watched = watched;
    }

    private record Watched(DatabaseServer server, RetentionWatch watch, boolean mustBePrepared) {}

    /** A database that cannot be asked: writes begin at once. */
    public static DatabaseConnection unasked() {
        return new DatabaseConnection(Optional.empty());
    }

    /**
     * A database that is prepared as wished before writes begin.
     *
     * @param onFailure told, on another thread, that it cannot be
     */
    public static DatabaseConnection of(
            HttpUrl url, OkHttpClient http, DatabaseWishes wishes, Clock clock, Consumer<ConnectException> onFailure) {
        DatabaseServer server = new DatabaseServer(url, http);
        RetentionWatch watch = new RetentionWatch(server, new DatabaseSetup(server, wishes), clock, onFailure);
        return new DatabaseConnection(Optional.of(new Watched(
                server, watch, wishes.mayCreate() || wishes.duration().isPresent())));
    }

    /** Starts asking. */
    public void start() {
        watched.ifPresent(known -> known.watch().start());
    }

    @Override
    public boolean awaitPrepared(Duration limit) throws InterruptedException {
        return watched.isEmpty()
                || !watched.get().mustBePrepared()
                || watched.get().watch().awaitPrepared(limit);
    }

    @Override
    public boolean isTargetMissing() {
        return watched.isPresent() && watched.get().watch().isTargetMissing();
    }

    /** The time before which points are dropped by the server, in nanoseconds; the smallest long where none is known. */
    public long expiredBeforeNs() {
        return watched.isEmpty() ? Long.MIN_VALUE : watched.get().watch().expiredBeforeNs();
    }

    @Override
    public void close() {
        watched.ifPresent(known -> {
            known.watch().close();
            known.server().close();
        });
    }
}
