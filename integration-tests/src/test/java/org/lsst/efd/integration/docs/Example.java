package org.lsst.efd.integration.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration of a connector that somebody may copy from a page.
 *
 * @param where page and number of the example
 * @param config its settings
 */
record Example(String where, Map<String, String> config) {
    static final String CLASS = "connector.class";
    private static final String OURS = "org.lsst.efd.";

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(json|properties)\\n(.*?)^```");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The connectors in the JSON and properties blocks of a page. */
    static List<Example> of(Path page, String text) {
        List<Example> examples = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        int number = 0;
        while (block.find()) {
            number++;
            String where = page + ", block " + number;
            Optional<Map<String, String>> config =
                    block.group(1).equals("json") ? json(where, block.group(2)) : properties(block.group(2));
            config.ifPresent(settings -> examples.add(new Example(where, settings)));
        }
        return examples;
    }

    /** The connector in a JSON text, if it is one; a text that is not JSON is a mistake. */
    static Optional<Map<String, String>> json(String where, String text) {
        JsonNode document;
        try {
            document = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(where + " is no JSON", e);
        }
        JsonNode settings = document.has("config") ? document.path("config") : document;
        Map<String, String> config = new TreeMap<>();
        settings.properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        return Optional.of(config).filter(Example::isOfOurs);
    }

    private static Optional<Map<String, String>> properties(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Map<String, String> config = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> config.put(name, properties.getProperty(name)));
        return Optional.of(config).filter(Example::isOfOurs);
    }

    /** Connectors of others are not here to be asked. */
    private static boolean isOfOurs(Map<String, String> config) {
        return config.getOrDefault(CLASS, "").startsWith(OURS);
    }
}
