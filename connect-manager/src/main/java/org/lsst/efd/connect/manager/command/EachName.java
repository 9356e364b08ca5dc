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

/**
 * Does the same to each of several connectors: goes on after an error, reports every one, and ends with exit code 1;
 * where there is only one, with the code of its failure.
 */
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
        ExitCode worst = ExitCode.DONE;
        for (String name : names) {
            ObjectNode row = rows.addObject();
            row.put("name", name);
            row.put("action", action);
            ExitCode end = does(name, work, row);
            worst = end == ExitCode.DONE ? worst : names.size() == 1 ? end : ExitCode.FAILED;
        }
        session.console().rows(rows, List.of(new Column("NAME", "name"), new Column("RESULT", "result")));
        return worst.number();
    }

    private ExitCode does(String name, Consumer<String> work, ObjectNode row) {
        try {
            work.accept(name);
            row.put("result", action);
            return ExitCode.DONE;
        } catch (WorkerRefusal | CommandFailure failure) {
            FailureReport report = FailureReport.of(failure);
            if (report.exitCode() == ExitCode.UNREACHABLE || report.exitCode() == ExitCode.USAGE) {
                throw failure;
            }
            row.put("result", "failed");
            row.put("error", report.message());
            session.console().remark("error: " + name + ": " + report.message());
            return report.exitCode();
        }
    }
}
