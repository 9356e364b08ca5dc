package org.lsst.efd.connect.manager.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.manager.rest.Plugin;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "__complete",
        hidden = true,
        description = "The words that may stand at a place; for completion scripts.")
final class CompleteCommand implements Callable<Integer> {
    private static final Set<String> TAKE_CONNECTORS = Set.of(
            "status",
            "describe",
            "info",
            "config",
            "tasks",
            "topics",
            "set",
            "restart",
            "pause",
            "resume",
            "stop",
            "delete",
            "get",
            "rewind");

    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", description = "The number of the word, from 1.")
    private int position;

    @Parameters(index = "1..*", description = "The words after the name of the program.")
    private List<String> words = new ArrayList<>();

    CompleteCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli injects the specification");
        }
        int index = Math.max(0, Math.min(position - 1, words.size()));
        String current = index < words.size() ? words.get(index) : "";
        List<String> before = words.subList(0, index);
        Set<String> found = new TreeSet<>();
        List<CharSequence> candidates = new ArrayList<>();
        String[] all = words.toArray(String[]::new);
        AutoComplete.complete(spec.root(), all, index, current.length(), 0, candidates);
        candidates.forEach(candidate -> found.add(current + candidate));
        found.addAll(names(before, current));
        found.stream()
                .filter(word -> word.startsWith(current) && !word.startsWith("__"))
                .forEach(session.console()::line);
        return 0;
    }

    private List<String> names(List<String> before, String current) {
        if (before.isEmpty() || current.startsWith("-")) {
            return List.of();
        }
        String previous = before.get(before.size() - 1);
        if (previous.equals("--context")
                || isWithin(before, "context", "use")
                || isWithin(before, "context", "remove")) {
            return List.copyOf(session.contexts().clusters().keySet());
        }
        DynamicNames names = new DynamicNames(session);
        if (before.contains("plugin")) {
            return names.cached("plugins", cluster -> cluster.plugins(false).stream()
                    .map(Plugin::className)
                    .toList());
        }
        boolean takesConnectors = before.stream().anyMatch(TAKE_CONNECTORS::contains);
        return takesConnectors ? names.cached("connectors", cluster -> cluster.names()) : List.of();
    }

    private static boolean isWithin(List<String> before, String group, String member) {
        return before.contains(group) && before.contains(member);
    }
}
