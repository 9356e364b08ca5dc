package org.lsst.efd.integration.replication;

import org.lsst.efd.integration.TaskNumbers;
import org.lsst.efd.quickstart.connect.ConnectRest;
import org.lsst.efd.quickstart.stack.ComponentOptions;
import org.lsst.efd.quickstart.stack.KafkaCluster;
import org.lsst.efd.quickstart.stack.LocalStack;

/**
 * The Summit and the LDF, each a Kafka cluster and a registry, with two workers at the LDF. An id of the Summit's registry
 * means something else at the LDF, or nothing. Before the Summit's brokers stands a proxy, for who wants to come that way.
 */
final class ReplicationSite implements AutoCloseable {
    private static final String SUMMIT = "summit";
    private static final String LDF = "ldf";
    static final int OCCUPIED_IDS = 40;

    /** Who logs in to the Summit may do everything with topics of which nothing else is said. */
    static final String READER = "reader";

    private final LocalStack stack = LocalStack.builder()
            .cluster(SUMMIT, ReplicationSite::guarded)
            .cluster(LDF)
            .registry(SUMMIT)
            .registry(LDF)
            .workers(LDF, 2)
            .start();
    private final Schemas there = new Schemas(stack.registry(SUMMIT).url());
    private final Schemas here = new Schemas(stack.registry(LDF).url());

    ReplicationSite() {
        here.occupy(OCCUPIED_IDS);
    }

    private static ComponentOptions guarded(ComponentOptions options) {
        return options.proxied()
                .login(READER, READER)
                .setting("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .setting("super.users", "User:ANONYMOUS")
                .setting("allow.everyone.if.no.acl.found", "true");
    }

    LocalStack stack() {
        return stack;
    }

    KafkaCluster summit() {
        return stack.cluster(SUMMIT);
    }

    KafkaCluster ldf() {
        return stack.cluster(LDF);
    }

    ConnectRest rest() {
        return stack.connect(LDF).rest();
    }

    /** The schemas of the Summit. */
    Schemas there() {
        return there;
    }

    /** The schemas of the LDF. */
    Schemas here() {
        return here;
    }

    CopyAudit audit() {
        return new CopyAudit(stack);
    }

    TaskNumbers numbers() {
        return new TaskNumbers(stack.connect(LDF));
    }

    @Override
    public void close() {
        there.close();
        here.close();
        stack.close();
    }
}
