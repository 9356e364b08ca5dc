package org.lsst.efd.quickstart.stack;

import java.nio.file.Path;
import java.util.List;
import org.lsst.efd.quickstart.artifacts.KafkaVersion;
import org.lsst.efd.quickstart.process.StackDirectory;

/** How brokers and workers log: to their output, which is their log file. */
final class LoggingConfiguration {
    private static final String PATTERN = "[%d{ISO8601}] %p [%t] %m (%c)%n";

    private LoggingConfiguration() {}

    /** The option of the Java virtual machine that switches logging on. */
    static String option(StackDirectory directory, KafkaVersion version) {
        return switch (version) {
            case CURRENT -> "-Dlog4j2.configurationFile=" + log4j2(directory);
            case OLDEST -> "-Dlog4j.configuration=" + log4j1(directory).toUri();
        };
    }

    private static Path log4j2(StackDirectory directory) {
        return directory.write(
                "log4j2.properties",
                List.of(
                        "appender.out.type=Console",
                        "appender.out.name=out",
                        "appender.out.layout.type=PatternLayout",
                        "appender.out.layout.pattern=" + PATTERN,
                        "rootLogger.level=info",
                        "rootLogger.appenderRef.out.ref=out"));
    }

    private static Path log4j1(StackDirectory directory) {
        return directory.write(
                "log4j.properties",
                List.of(
                        "log4j.rootLogger=INFO, out",
                        "log4j.appender.out=org.apache.log4j.ConsoleAppender",
                        "log4j.appender.out.layout=org.apache.log4j.PatternLayout",
                        "log4j.appender.out.layout.ConversionPattern=" + PATTERN));
    }
}
