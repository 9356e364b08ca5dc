package org.lsst.efd.connect.manager.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.lsst.efd.connect.manager.output.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "topics", description = "The topics one connector has used.")
final class TopicsCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The connector.")
    private String name = "";

    @Option(names = "--reset", description = "Forget them.")
    private boolean reset;

    TopicsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (reset) {
            session.cluster().resetActiveTopics(name);
            session.console().remark("The topics of " + name + " are forgotten; it tells those it uses from now on");
            return 0;
        }
        ArrayNode rows = ConnectorDocuments.array(List.of());
        session.cluster().activeTopics(name).forEach(topic -> rows.addObject().put("name", topic));
        session.console().rows(rows, List.of(new Column("TOPIC", "name")));
        return 0;
    }
}
