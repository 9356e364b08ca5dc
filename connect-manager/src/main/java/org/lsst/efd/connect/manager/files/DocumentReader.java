package org.lsst.efd.connect.manager.files;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.topics.TopicRule;

/** Turns one document into a connector: {@code {name, config, state, topics}} or a flat configuration. */
final class DocumentReader {
    private static final Set<String> ENVELOPE = Set.of("name", "config", "state", "initial_state", "topics");

    private final String file;
    private final Variables variables;
    private final Optional<String> givenName;

    DocumentReader(String file, Variables variables, Optional<String> givenName) {
        this.file = file;
        this.variables = variables;
        this.givenName = givenName;
    }

    DesiredConnector connector(Written document) {
        if (!(document instanceof Written.Mapping mapping)) {
            throw mistake(document, "a connector is a mapping: {name, config, state} or a flat configuration");
        }
        return mapping.entries().get("config") instanceof Written.Mapping config
                ? enveloped(mapping, config)
                : flat(mapping);
    }

    private DesiredConnector enveloped(Written.Mapping document, Written.Mapping written) {
        document.entries().forEach((key, value) -> {
            if (!ENVELOPE.contains(key)) {
                throw mistake(value, "the key " + key + " is not known here; known are name, config, state, topics");
            }
        });
        Map<String, String> config = config(written);
        Optional<String> name = givenName.or(() -> text(document, "name"));
        Optional<String> inner = Optional.ofNullable(config.remove("name"));
        if (name.isPresent() && inner.isPresent() && !name.equals(inner)) {
            throw mistake(written, "name is " + name.get() + " outside and " + inner.get() + " inside config");
        }
        return connector(document, name.or(() -> inner), config, state(document), topicRule(document));
    }

    private DesiredConnector flat(Written.Mapping document) {
        Map<String, String> config = config(document);
        Optional<String> inner = Optional.ofNullable(config.remove("name"));
        return connector(document, givenName.or(() -> inner), config, DesiredState.RUNNING, Optional.empty());
    }

    private DesiredConnector connector(
            Written.Mapping document,
            Optional<String> name,
            Map<String, String> config,
            DesiredState state,
            Optional<TopicRule> topics) {
        if (name.isEmpty() || name.get().isBlank()) {
            throw mistake(document, "the connector has no name; write name: … or give --name");
        }
        if (!config.containsKey("connector.class")) {
            throw mistake(document, name.get() + " has no connector.class");
        }
        return new DesiredConnector(name.get(), config, state, topics, file + ":" + document.line());
    }

    private Map<String, String> config(Written.Mapping written) {
        Map<String, String> config = new LinkedHashMap<>();
        written.entries().forEach((key, value) -> {
            if (!(value instanceof Written.Nothing)) {
                config.put(key, plainText(key, value));
            }
        });
        return config;
    }

    private String plainText(String key, Written value) {
        if (value instanceof Written.Text text) {
            return variables.replaceIn(text.value(), file + ":" + text.line());
        }
        if (value instanceof Written.Items list) {
            StringJoiner joined = new StringJoiner(",");
            for (Written item : list.items()) {
                if (!(item instanceof Written.Text text)) {
                    throw mistake(item, "the list " + key + " must hold texts only");
                }
                joined.add(variables.replaceIn(text.value(), file + ":" + text.line()));
            }
            return joined.toString();
        }
        throw mistake(
                value,
                "the value of " + key + " is a mapping, but Connect's configurations are flat: write " + key
                        + ".… keys (and quote a value that begins with {{)");
    }

    private Optional<String> text(Written.Mapping mapping, String key) {
        Written value = mapping.entries().get(key);
        if (value == null || value instanceof Written.Nothing) {
            return Optional.empty();
        }
        return Optional.of(plainText(key, value));
    }

    private DesiredState state(Written.Mapping document) {
        Optional<String> word = text(document, "state").or(() -> text(document, "initial_state"));
        return word.map(text -> DesiredState.named(text)
                        .orElseThrow(
                                () -> mistake(document, "state is " + text + "; it can be running, paused or stopped")))
                .orElse(DesiredState.RUNNING);
    }

    private Optional<TopicRule> topicRule(Written.Mapping document) {
        Written written = document.entries().get("topics");
        if (written == null) {
            return Optional.empty();
        }
        if (!(written instanceof Written.Mapping rule)
                || !(rule.entries().get("keys") instanceof Written.Mapping keys)) {
            throw mistake(written, "topics is a mapping of include, exclude and keys");
        }
        try {
            Map<String, TopicRule.KeyTemplate> templates = new LinkedHashMap<>();
            keys.entries().forEach((key, value) -> templates.put(key, template(key, value)));
            return Optional.of(new TopicRule(
                    Pattern.compile(text(rule, "include").orElse(".*")),
                    text(rule, "exclude").map(Pattern::compile),
                    templates));
        } catch (PatternSyntaxException e) {
            throw mistake(rule, "the regular expression is wrong: " + e.getDescription() + " in " + e.getPattern());
        } catch (IllegalArgumentException e) {
            throw mistake(rule, String.valueOf(e.getMessage()));
        }
    }

    private TopicRule.KeyTemplate template(String key, Written value) {
        if (value instanceof Written.Mapping parts) {
            return new TopicRule.KeyTemplate(
                    text(parts, "template").orElse("{topic}"),
                    text(parts, "join").orElse(","));
        }
        return new TopicRule.KeyTemplate(plainText(key, value), ",");
    }

    private CommandFailure mistake(Written where, String what) {
        return CommandFailure.usage(file + ":" + where.line() + ": " + what);
    }
}
