package org.lsst.efd.connect.manager.outcome;

import org.lsst.efd.connect.manager.rest.WorkerRefusal;

/**
 * What is said about a failure and the code the process ends with: the one place that maps the former to the latter.
 *
 * @param exitCode of the process
 * @param message what failed, on what, and what to do
 */
public record FailureReport(ExitCode exitCode, String message) {

    /** The report of any failure. */
    public static FailureReport of(Throwable failure) {
        if (failure instanceof CommandFailure known) {
            return new FailureReport(known.exitCode(), text(known));
        }
        if (failure instanceof WorkerRefusal refusal) {
            return ofRefusal(refusal);
        }
        return new FailureReport(
                ExitCode.FAILED, "Unexpected: " + failure + ". Run again with --debug to see where it happened");
    }

    private static FailureReport ofRefusal(WorkerRefusal refusal) {
        if (refusal.isAuthenticationRefused()) {
            return new FailureReport(
                    ExitCode.UNREACHABLE,
                    "The worker refuses these credentials for " + refusal.request() + " (" + refusal.status()
                            + "): check --rest-user, --rest-password-file and the certificates");
        }
        boolean isAboutConfiguration = refusal.isBadRequest()
                && (refusal.request().startsWith("POST /connectors ")
                        || refusal.request().equals("POST /connectors")
                        || refusal.request().endsWith("/config"));
        if (isAboutConfiguration) {
            return new FailureReport(ExitCode.REJECTED, "The server rejects the configuration: " + text(refusal));
        }
        if (refusal.status() == 409) {
            return new FailureReport(
                    ExitCode.FAILED,
                    "The cluster was still rebalancing when --rebalance-timeout ended (" + refusal.request() + "): "
                            + text(refusal));
        }
        return new FailureReport(ExitCode.FAILED, text(refusal) + " (" + refusal.request() + ")");
    }

    private static String text(Exception failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
