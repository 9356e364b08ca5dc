package org.lsst.efd.connect.replication.target;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Values for some targets.
 *
 * @param all in the order in which they count
 */
public record TargetOverrides<T>(List<OfTarget<T>> all) {
    public TargetOverrides {
        all = List.copyOf(all);
    }

    /** For targets whose whole name matches. */
    public record OfTarget<T>(Pattern target, T value) {}

    /** For no target. */
    public static <T> TargetOverrides<T> none() {
        return new TargetOverrides<>(List.of());
    }

    /** The first that is for this target. */
    public Optional<T> first(String target) {
        return each(target).findFirst();
    }

    /** Those for this target. */
    public Stream<T> each(String target) {
        return all.stream()
                .filter(override -> override.target().matcher(target).matches())
                .map(OfTarget::value);
    }
}
