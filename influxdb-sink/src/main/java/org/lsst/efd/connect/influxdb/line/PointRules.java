package org.lsst.efd.connect.influxdb.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.sink.SinkRecord;
import org.lsst.efd.connect.common.fields.FieldPath;
import org.lsst.efd.connect.common.flatten.Flattener;
import org.lsst.efd.connect.common.names.NameTemplate;

/**
 * How records become points.
 *
 * @param measurement its name; constant per topic where it uses no other variable
 * @param constantTags by name, added to every point
 * @param tagSources fields that become tags; none of them twice, none named as a constant tag
 * @param flattener how the value becomes fields, with names cleaned by {@link EscapedName#clean}
 */
public record PointRules(
        NameTemplate<SinkRecord> measurement,
        Map<String, String> constantTags,
        List<TagSource> tagSources,
        Flattener flattener,
        ValueRules values) {
    public PointRules {
        constantTags = Map.copyOf(constantTags);
        tagSources = List.copyOf(tagSources);
    }

    /** The sources of tags, and of one {@code group_<field>} for each group field. */
    List<TagSource> tagSourcesAnd(List<String> groupFields) {
        List<TagSource> all = new ArrayList<>(tagSources);
        for (String field : groupFields) {
            all.add(new TagSource(FieldPath.parse(field), EscapedName.clean("group_" + field, Set.of())));
        }
        return all;
    }

    /** Whether all records of a topic have one measurement. */
    boolean isMeasurementPerTopic() {
        return measurement.variables().stream().allMatch("topic"::equals);
    }
}
