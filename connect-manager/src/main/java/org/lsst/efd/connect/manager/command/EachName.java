package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;
import org.lsst.efd.connect.manager.outcome.FailureReport;
import org.lsst.efd.connect.manager.output.Column;
import org.lsst.efd.connect.manager.rest.WorkerRefusal;

/** Does the same to each of several connectors: goes on after an error, reports every one, and ends with exit code 1. */
final class EachName {
    private final Session session;
    private final String action;

    /** The action names itself in the past: {@code paused}. */
    EachName(Session session, String action) {
        this.session = session;
        this.action = action;
    }

    int run(List<String> names, Consumer<String> work) {
        ArrayNode rows = ConnectorDocuments.array(List.of());
        boolean anyFailed = false;
        for (String name : names) {
            ObjectNode row = rows.addObject();
            row.put("name", name);
            row.put("action", action);
            anyFailed |= !succeeds(name, work, row);
        }
        session.console().rows(rows, List.of(new Column("NAME", "name"), new Column("RESULT", "result")));
        return (anyFailed ? ExitCode.FAILED : ExitCode.DONE).number();
    }

    private boolean succeeds(String name, Consumer<String> work, ObjectNode row) {
        try {
            work.accept(name);
            row.put("result", action);
            return true;
        } catch (WorkerRefusal | CommandFailure failure) {
            FailureReport report = FailureReport.of(failure);
            if (report.exitCode() == ExitCode.UNREACHABLE || report.exitCode() == ExitCode.USAGE) {
                throw failure;
            }
            row.put("result", "failed");
            row.put("error", report.message());
            session.console().remark("error: " + name + ": " + report.message());
            return false;
        }
    }
}
