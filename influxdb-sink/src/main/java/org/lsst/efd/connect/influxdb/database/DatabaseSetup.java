package org.lsst.efd.connect.influxdb.database;

import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the database of the configuration into being, or checks the one that exists. Thread-safe: keeps no state.
 *
 * <p>An existing policy is never altered: a wrong duration deletes points silently, so it is a person's decision.
 */
public final class DatabaseSetup {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseSetup.class);

    private final DatabaseServer server;
    private final DatabaseWishes wishes;

    /** A set-up of one database on one server; nothing is sent yet. */
    public DatabaseSetup(DatabaseServer server, DatabaseWishes wishes) {
        this.server = server;
        this.wishes = wishes;
    }

    /**
     * Creates what is absent and may be created, and checks what exists.
     *
     * @return the policy that writes go to; empty where the server does not tell it to this user, or where it does not
     *     exist and may not be created: the write endpoint says so then
     * @throws IOException if the server is away
     * @throws ConnectException if the policy has another duration than configured, or a statement is refused
     */
    public Optional<RetentionPolicy> prepare() throws IOException {
        try {
            if (wishes.mayCreate()) {
                createWhatIsAbsent();
            }
            Optional<RetentionPolicy> policy = server.retentionPolicy(wishes.database(), wishes.retentionPolicy());
            policy.ifPresent(this::checkDuration);
            return policy;
        } catch (StatementRefused refused) {
            if (wishes.mayCreate() || wishes.duration().isPresent()) {
                throw new ConnectException("Cannot set up the database: " + refused.getMessage(), refused);
            }
            LOG.info(
                    "The retention policy is not known, so old points are not told in advance: {}",
                    refused.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Whether the server says that the database or the policy does not exist; false where it does not say.
     *
     * <p>1.x answers a write into a missing policy with status 500, as if it were overloaded.
     */
    public boolean isTargetMissing() {
        try {
            return server.retentionPolicy(wishes.database(), wishes.retentionPolicy())
                    .isEmpty();
        } catch (StatementRefused databaseMissing) {
            return !databaseMissing.isForbidden();
        } catch (IOException away) {
            return false;
        }
    }

    private void createWhatIsAbsent() throws IOException {
        String policy = wishes.policyToCreate();
        RetentionDuration duration = wishes.duration().orElse(RetentionDuration.infinite());
        if (!server.databases().contains(wishes.database())) {
            server.execute(Influxql.createDatabase(wishes.database(), policy, duration, wishes.shardDuration()));
            LOG.info("Created database {} with policy {}, duration {}", wishes.database(), policy, duration);
        } else if (!wishes.retentionPolicy().isEmpty()
                && server.retentionPolicy(wishes.database(), policy).isEmpty()) {
            server.execute(Influxql.createRetentionPolicy(wishes.database(), policy, duration, wishes.shardDuration()));
            LOG.info("Created policy {} on database {}, duration {}", policy, wishes.database(), duration);
        }
    }

    private void checkDuration(RetentionPolicy policy) {
        wishes.duration().filter(wanted -> !wanted.equals(policy.duration())).ifPresent(wanted -> {
            throw new ConnectException("Policy \"" + policy.name() + "\" of database \"" + wishes.database()
                    + "\" keeps points for " + policy.duration() + ", but influxdb.retention.duration is " + wanted
                    + "; alter the policy or the setting");
        });
    }
}
