package org.lsst.efd.connect.avro.schema;

import java.util.List;

/**
 * How schemas are mapped.
 *
 * @param isEnhanced whether enums come back as enums, and branches of unions go by their full names
 * @param hasMetaData whether the {@code connect.*} properties are written and documentation is read
 * @param scrubsNames whether names that Avro does not allow are changed instead of refused
 * @param allowsOptionalMapKeys whether maps with optional string keys are Avro maps
 * @param flattensSingletonUnions whether a union of one type is that type
 * @param discardsTypeDoc whether documentation and defaults travel on fields only
 * @param ignoresDefaultForNullables whether null in an optional field with a default stays null when written
 * @param attributes names of field properties that become parameters and go back as properties
 */
public record MappingOptions(
        boolean isEnhanced,
        boolean hasMetaData,
        boolean scrubsNames,
        boolean allowsOptionalMapKeys,
        boolean flattensSingletonUnions,
        boolean discardsTypeDoc,
        boolean ignoresDefaultForNullables,
        List<String> attributes) {
    /** The attribute that becomes documentation where there is none. */
    static final String DESCRIPTION = "description";

    /** The defaults of the converter. */
    public static final MappingOptions DEFAULTS =
            new MappingOptions(false, true, false, false, true, false, false, List.of(DESCRIPTION, "units"));

    public MappingOptions {
        attributes = List.copyOf(attributes);
    }

    /** The same with enums as enums, or not. */
    public MappingOptions enhanced(boolean enhanced) {
        return new MappingOptions(
                enhanced,
                hasMetaData,
                scrubsNames,
                allowsOptionalMapKeys,
                flattensSingletonUnions,
                discardsTypeDoc,
                ignoresDefaultForNullables,
                attributes);
    }
}
