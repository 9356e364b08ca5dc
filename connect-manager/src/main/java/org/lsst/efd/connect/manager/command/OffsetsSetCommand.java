package org.lsst.efd.connect.manager.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.offsets.OffsetEntry;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "set", description = "Sets offsets of a stopped connector; an offset of null resets its partition.")
final class OffsetsSetCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The connector.")
    private String name = "";

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A document as offsets get -o json prints it, or - for standard input.")
    private @Nullable Path file;

    @Option(names = "--entry", paramLabel = "topic=T,partition=P,offset=N", description = "One partition of a sink.")
    private List<String> written = new ArrayList<>();

    @Option(names = "--stop", description = "Stop it, wait, set, and let it run again.")
    private boolean stop;

    OffsetsSetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<OffsetEntry> entries = new ArrayList<>(fromFile());
        written.forEach(entry -> entries.add(OffsetEntry.written(entry)));
        if (entries.isEmpty()) {
            throw CommandFailure.usage("No offsets: give -f FILE or --entry topic=T,partition=P,offset=N");
        }
        new OffsetChange(session).carryOut(name, stop, OffsetEntry.document(entries));
        return 0;
    }

    private List<OffsetEntry> fromFile() {
        if (file == null) {
            return List.of();
        }
        try {
            String text = file.toString().equals("-")
                    ? new String(session.surroundings().in().readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(file);
            return OffsetEntry.parsed(text, file.toString());
        } catch (IOException e) {
            throw CommandFailure.usage("The file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
