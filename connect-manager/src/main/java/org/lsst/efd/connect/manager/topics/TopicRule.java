package org.lsst.efd.connect.manager.topics;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which topics a connector that takes only a list follows, and how its keys are made from them.
 *
 * @param include topics, full match
 * @param exclude topics that are left out all the same, full match
 * @param keys the keys and how each is written
 */
public record TopicRule(Pattern include, Optional<Pattern> exclude, Map<String, KeyTemplate> keys) {
    public TopicRule {
        keys = Collections.unmodifiableMap(new TreeMap<>(keys));
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("topics needs at least one entry under keys");
        }
    }

    /**
     * How one key is written: the template once per topic, joined.
     *
     * @param template with {@code {topic}} for the name of the topic
     * @param join between two topics
     */
    public record KeyTemplate(String template, String join) {
        public KeyTemplate {
            if (!template.contains("{topic}")) {
                throw new IllegalArgumentException("a template must contain {topic}");
            }
        }

        String written(NavigableSet<String> topics) {
            return topics.stream()
                    .map(topic -> template.replace("{topic}", topic))
                    .collect(Collectors.joining(join));
        }
    }

    /** The topics of a listing that this rule follows, sorted. Kafka's internal topics never are. */
    public NavigableSet<String> follows(Iterable<String> listing) {
        NavigableSet<String> followed = new TreeSet<>();
        for (String topic : listing) {
            boolean isExcluded =
                    exclude.isPresent() && exclude.get().matcher(topic).matches();
            if (!topic.startsWith("__") && include.matcher(topic).matches() && !isExcluded) {
                followed.add(topic);
            }
        }
        return followed;
    }

    /** The keys for these topics. */
    public Map<String, String> keysFor(NavigableSet<String> topics) {
        return keys.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .written(topics)));
    }

    /** The topics a configuration follows now, as far as a key holds their plain names; else none. */
    public NavigableSet<String> topicsIn(Map<String, String> config) {
        NavigableSet<String> topics = new TreeSet<>();
        keys.forEach((key, template) -> {
            String value = config.getOrDefault(key, "");
            if (template.template().equals("{topic}") && !value.isEmpty()) {
                topics.addAll(List.of(value.split(Pattern.quote(template.join()), -1)));
            }
        });
        return topics;
    }
}
