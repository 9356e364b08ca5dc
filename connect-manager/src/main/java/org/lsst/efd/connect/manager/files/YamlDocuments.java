package org.lsst.efd.connect.manager.files;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML without its guesses: a scalar is the text that is written, so {@code off}, {@code 1_000} and {@code
 * 2026-11-01} stay what they look like. Only an unquoted {@code null}, {@code ~} or nothing is null.
 */
final class YamlDocuments {
    private static final int LARGEST_DOCUMENT = 64 * 1024 * 1024;

    private final String file;

    YamlDocuments(String file) {
        this.file = file;
    }

    List<Written> read(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST_DOCUMENT);
        options.setMaxAliasesForCollections(50);
        List<Written> documents = new ArrayList<>();
        try {
            for (Node node : new Yaml(new SafeConstructor(options)).composeAll(new StringReader(text))) {
                if (!isEmpty(node)) {
                    documents.add(value(node));
                }
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw CommandFailure.usage(
                    file + ":" + line + ": " + e.getProblem() + ". A value that begins with {{ must be quoted", e);
        } catch (YAMLException e) {
            throw CommandFailure.usage(file + ": " + e.getMessage(), e);
        }
        return documents;
    }

    private static boolean isEmpty(Node node) {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }

    private Written value(Node node) {
        int line = line(node);
        if (node instanceof ScalarNode scalar) {
            return isEmpty(node) && scalar.isPlain()
                    ? new Written.Nothing(line)
                    : new Written.Text(scalar.getValue(), line);
        }
        if (node instanceof SequenceNode sequence) {
            return new Written.Items(
                    sequence.getValue().stream().map(this::value).toList(), line);
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, line);
        }
        throw CommandFailure.usage(file + ":" + line + ": this kind of YAML value is not understood");
    }

    private Written mapping(MappingNode mapping, int line) {
        Map<String, Written> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            int keyLine = line(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw CommandFailure.usage(
                        file + ":" + keyLine + ": a key must be a text. A value that begins with {{ must be quoted");
            }
            if (entries.containsKey(key.getValue())) {
                throw CommandFailure.usage(file + ":" + keyLine + ": the key " + key.getValue() + " stands here twice");
            }
            entries.put(key.getValue(), value(tuple.getValueNode()));
        }
        return new Written.Mapping(entries, line);
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }
}
