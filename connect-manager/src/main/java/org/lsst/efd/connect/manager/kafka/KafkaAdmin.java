package org.lsst.efd.connect.manager.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.lsst.efd.connect.manager.outcome.CommandFailure;
import org.lsst.efd.connect.manager.outcome.ExitCode;

/** Asks a real cluster through Kafka's admin client. */
public final class KafkaAdmin implements KafkaQueries {
    private final Admin admin;
    private final String brokers;

    private KafkaAdmin(Admin admin, String brokers) {
        this.admin = admin;
        this.brokers = brokers;
    }

    /** A client of this cluster; close it. */
    public static KafkaAdmin at(KafkaConnection connection, Duration timeout) {
        Map<String, Object> properties = connection.clientProperties();
        properties.putIfAbsent("default.api.timeout.ms", String.valueOf(timeout.toMillis()));
        properties.putIfAbsent("request.timeout.ms", String.valueOf(timeout.toMillis()));
        try {
            return new KafkaAdmin(Admin.create(properties), connection.brokers());
        } catch (KafkaException e) {
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw CommandFailure.usage("The Kafka client cannot be made: " + reason, e);
        }
    }

    @Override
    public NavigableSet<String> topics() {
        return new TreeSet<>(answer("the topics", admin.listTopics().names()));
    }

    @Override
    public Map<String, Map<TopicPartition, Long>> committed(Set<String> groups) {
        ListConsumerGroupOffsetsResult result = admin.listConsumerGroupOffsets(
                groups.stream().collect(Collectors.toMap(group -> group, group -> new ListConsumerGroupOffsetsSpec())));
        Map<String, Map<TopicPartition, Long>> committed = new TreeMap<>();
        for (String group : groups) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            KafkaFuture<Map<TopicPartition, Long>> future = result.partitionsToOffsetAndMetadata(group)
                    .thenApply(found -> {
                        Map<TopicPartition, Long> plain = new HashMap<>();
                        found.forEach((partition, offset) -> {
                            if (offset != null) {
                                plain.put(partition, offset.offset());
                            }
                        });
                        return plain;
                    });
            offsets.putAll(answerOr("the offsets of group " + group, future, GroupIdNotFoundException.class, Map.of()));
            committed.put(group, offsets);
        }
        return committed;
    }

    @Override
    public Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest());
    }

    @Override
    public Map<TopicPartition, Long> starts(Set<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest());
    }

    @Override
    public Map<TopicPartition, Long> at(Set<TopicPartition> partitions, Instant time) {
        return offsets(partitions, OffsetSpec.forTimestamp(time.toEpochMilli()));
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec spec) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        ListOffsetsResult result =
                admin.listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), p -> spec)));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            KafkaFuture<Long> future =
                    result.partitionResult(partition).thenApply(ListOffsetsResult.ListOffsetsResultInfo::offset);
            long offset = answerOr("the offsets of " + partition, future, UnknownTopicOrPartitionException.class, -1L);
            if (offset >= 0) {
                offsets.put(partition, offset);
            }
        }
        return offsets;
    }

    private <T> T answer(String what, KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "Interrupted", e);
        }
    }

    private <T> T answerOr(String what, KafkaFuture<T> future, Class<? extends Exception> absent, T otherwise) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (absent.isInstance(e.getCause())) {
                return otherwise;
            }
            throw failure(what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "Interrupted", e);
        }
    }

    private CommandFailure failure(String what, ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String hint = cause instanceof AuthenticationException
                ? "check KAFKA_USERNAME, KAFKA_PASSWORD or --kafka-config"
                : "check --broker and that it runs";
        return new CommandFailure(
                ExitCode.UNREACHABLE,
                "Kafka at " + brokers + " does not tell " + what + ": " + cause.getMessage() + "; " + hint,
                e);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
