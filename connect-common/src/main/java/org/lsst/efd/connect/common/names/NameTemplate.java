package org.lsst.efd.connect.common.names;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A name with variables, {@code ${name}} or {@code ${name:argument}}, compiled once. All other text stands for itself.
 * As thread-safe as its variables.
 *
 * @param <C> what a name is made for, usually a record
 */
public final class NameTemplate<C> {
    private final String text;
    private final List<Function<C, String>> parts;
    private final Set<String> variables;

    private NameTemplate(String text, List<Function<C, String>> parts, Set<String> variables) {
        this.text = text;
        this.parts = parts;
        this.variables = variables;
    }

    /**
     * Compiles a template.
     *
     * @param known the variables that may occur, by name
     * @throws IllegalArgumentException if it is empty, a brace is missing, a variable is unknown or its argument wrong
     */
    public static <C> NameTemplate<C> compile(String text, Map<String, TemplateVariable<C>> known) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is empty");
        }
        List<Function<C, String>> parts = new ArrayList<>();
        Set<String> used = new LinkedHashSet<>();
        int from = 0;
        for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", from)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("lacks } after '" + text.substring(open) + "'");
            }
            addText(parts, text.substring(from, open));
            parts.add(compileVariable(text.substring(open + 2, close), known, used));
            from = close + 1;
        }
        addText(parts, text.substring(from));
        return new NameTemplate<>(text, List.copyOf(parts), Set.copyOf(used));
    }

    private static <C> void addText(List<Function<C, String>> parts, String literal) {
        if (!literal.isEmpty()) {
            parts.add(context -> literal);
        }
    }

    private static <C> Function<C, String> compileVariable(
            String use, Map<String, TemplateVariable<C>> known, Set<String> used) {
        int colon = use.indexOf(':');
        String name = colon < 0 ? use : use.substring(0, colon);
        @Nullable TemplateVariable<C> variable = known.get(name);
        if (variable == null) {
            throw new IllegalArgumentException("has the unknown variable ${" + use + "}; known are "
                    + new TreeSet<>(known.keySet())
                            .stream().map(n -> "${" + n + "}").collect(Collectors.joining(", ")));
        }
        used.add(name);
        try {
            return variable.compile(colon < 0 ? Optional.empty() : Optional.of(use.substring(colon + 1)));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("${" + use + "} " + wrong.getMessage(), wrong);
        }
    }

    /** The name for this context; what a variable throws passes through. */
    public String expand(C context) {
        if (parts.size() == 1) {
            return parts.get(0).apply(context);
        }
        StringBuilder name = new StringBuilder();
        for (Function<C, String> part : parts) {
            name.append(part.apply(context));
        }
        return name.toString();
    }

    /** Whether the variable occurs; a template that uses only {@code topic} gives one name per topic. */
    public boolean uses(String variable) {
        return variables.contains(variable);
    }

    /** The variables that occur. */
    public Set<String> variables() {
        return variables;
    }

    /** The text it was compiled from. */
    @Override
    public String toString() {
        return text;
    }
}
