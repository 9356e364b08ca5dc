package org.lsst.efd.connect.manager.plan;

import java.util.Optional;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.rest.ConnectorWrites;
import org.lsst.efd.connect.manager.rest.WorkerRefusal;

/** Carries out the steps of a plan, one after the other. */
public final class PlanExecution {
    private final ConnectorWrites cluster;

    public PlanExecution(ConnectorWrites cluster) {
        this.cluster = cluster;
    }

    /**
     * Carries out one step.
     *
     * @return why it failed, empty where it did not; other steps may still succeed
     * @throws CommandFailure where no worker answers: then no other step can succeed
     */
    public Optional<RuntimeException> carryOut(Change change) {
        try {
            send(change);
            return Optional.empty();
        } catch (WorkerRefusal refusal) {
            return Optional.of(refusal);
        } catch (CommandFailure failure) {
            if (failure.exitCode() == ExitCode.UNREACHABLE) {
                throw failure;
            }
            return Optional.of(failure);
        }
    }

    private void send(Change change) {
        if (change instanceof Change.Create create) {
            cluster.create(
                    create.desired().name(),
                    create.desired().config(),
                    create.desired().state().asked());
        } else if (change instanceof Change.Update update) {
            cluster.replaceConfig(update.desired().name(), update.desired().sentConfig());
        } else if (change instanceof Change.Switch toState) {
            cluster.setState(toState.connector(), toState.to().asked());
        } else if (change instanceof Change.Delete delete) {
            cluster.delete(delete.connector());
        }
    }
}
