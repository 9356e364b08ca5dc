package org.lsst.efd.connect.replication.schema;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.lsst.efd.registry.RegistryClient;
import org.lsst.efd.registry.RegistryOptions;

/**
 * Two registries and what is done between them.
 *
 * @param mode not {@code NONE}
 * @param source registry of the source
 * @param target registry of the target
 * @param rules how schemas go to the target
 * @param subjects which subjects go there also without a record that needs them
 * @param interval how often these are looked at
 */
public record SchemaSync(
        SyncMode mode,
        RegistryOptions source,
        RegistryOptions target,
        TransferRules rules,
        Optional<Pattern> subjects,
        Duration interval) {
    private static final Duration REPORT_INTERVAL = Duration.ofMinutes(1);

    /**
     * Begins.
     *
     * @param topicAtTarget names topics at the target, for subjects that are named after them
     */
    public Running start(UnaryOperator<String> topicAtTarget, Clock clock, String threadName) {
        RegistryClient sourceClient = RegistryClient.shared(source);
        RegistryClient targetClient = RegistryClient.shared(target);
        RegistryClient from = sourceClient.withoutRetries();
        RegistryClient to = targetClient.withoutRetries();
        SourceSchemas schemas = new SourceSchemas(from, rules.copiesDeleted());
        SchemaReport report = new SchemaReport();
        IdResolver resolver =
                switch (mode) {
                    case TRANSLATE ->
                        new Translation(from, to, rules, subject -> atTarget(subject, topicAtTarget), report);
                    case PRESERVE -> new Preservation(schemas, to, report);
                    case VERIFY -> new Verification(schemas, to, report);
                    case NONE -> throw new IllegalStateException("without synchronisation there is nothing to start");
                };
        SchemaIds ids = new SchemaIds(resolver, report, clock, threadName);
        ids.tellReport(REPORT_INTERVAL);
        subjects.ifPresent(pattern -> ids.copySubjects(new WholeSubjects(schemas, resolver, pattern), interval));
        return new Running(ids, sourceClient, targetClient);
    }

    private static String atTarget(String subject, UnaryOperator<String> topicAtTarget) {
        for (String suffix : new String[] {"-value", "-key"}) {
            if (subject.endsWith(suffix)) {
                return topicAtTarget.apply(subject.substring(0, subject.length() - suffix.length())) + suffix;
            }
        }
        return subject;
    }

    /** What runs, to be closed. */
    public record Running(SchemaIds ids, RegistryClient source, RegistryClient target) implements AutoCloseable {
        @Override
        public void close() {
            ids.close();
            source.close();
            target.close();
        }
    }
}
