package org.lsst.efd.connect.common.flatten;

import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.lsst.efd.connect.common.fields.FieldSelection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules by which a record becomes columns.
 *
 * <p>Structs and maps give {@code outer_inner}, arrays {@code name0}, {@code name1}, … and, where their elements are
 * structs or arrays, {@code name0_inner}. A value that is neither struct nor map is the column {@code value}.
 *
 * <ol>
 *   <li>No column is ever lost: where names could collide the schema alone decides which array uses {@code _} before its
 *       index, which is announced once per schema.
 *   <li>Names that collide nevertheless, also after {@code rename}, make the record bad; the error names both fields.
 *   <li>A null in an optional field is null, also where the schema has a default.
 * </ol>
 *
 * @param delimiter joins the names of structs and maps with those of their fields
 * @param arrays what becomes of arrays
 * @param arrayDelimiters what stands before an index
 * @param maps what becomes of maps
 * @param selection which leaves are taken, by their dotted source path
 * @param rename the destination's own renaming of flattened names (case, reserved words), a pure function
 * @param wholeArrays source paths of arrays that are kept whole where others are flattened, such as those that are too
 *     long for columns
 */
public record Flattener(
        String delimiter,
        Handling arrays,
        ArrayDelimiters arrayDelimiters,
        Handling maps,
        FieldSelection selection,
        UnaryOperator<String> rename,
        Set<String> wholeArrays) {
    private static final Logger LOG = LoggerFactory.getLogger(Flattener.class);

    /** All fields, {@code outer_inner} and {@code name0}, nothing renamed. */
    public static Flattener standard() {
        return new Flattener(
                "_",
                Handling.FLATTEN,
                ArrayDelimiters.always(""),
                Handling.FLATTEN,
                FieldSelection.all(),
                UnaryOperator.identity(),
                Set.of());
    }

    /** The same rules with another handling of arrays. */
    public Flattener withArrays(Handling handling) {
        return new Flattener(delimiter, handling, arrayDelimiters, maps, selection, rename, wholeArrays);
    }

    /** The same rules with another handling of maps. */
    public Flattener withMaps(Handling handling) {
        return new Flattener(delimiter, arrays, arrayDelimiters, handling, selection, rename, wholeArrays);
    }

    /** The same rules for another selection of fields. */
    public Flattener selecting(FieldSelection fields) {
        return new Flattener(delimiter, arrays, arrayDelimiters, maps, fields, rename, wholeArrays);
    }

    /** The same rules with names that the destination changes. */
    public Flattener renaming(UnaryOperator<String> renaming) {
        return new Flattener(delimiter, arrays, arrayDelimiters, maps, selection, renaming, wholeArrays);
    }

    /** The same rules with these arrays kept whole, by their source paths. */
    public Flattener keepingWhole(Set<String> paths) {
        return new Flattener(delimiter, arrays, arrayDelimiters, maps, selection, rename, paths);
    }

    /** What becomes of the array at this source path. */
    Handling arrayAt(String sourcePath) {
        return arrays == Handling.FLATTEN && wholeArrays.contains(sourcePath) ? Handling.WHOLE : arrays;
    }

    /**
     * Compiles the plan for the values of a schema. Compile it once per topic and schema and keep it (see {@link
     * org.lsst.efd.connect.common.fields.PlanCache}).
     *
     * @param schema null for data without schema
     * @param columns makes what the destination keeps per column
     * @param <C> what the destination keeps per column
     * @return a plan; where names collide, one that refuses every record
     */
    public <C> FlatPlan<C> plan(String topic, @Nullable Schema schema, Columns<C> columns) {
        String arrayDelimiter = arrayDelimiters.of(topic);
        ArrayNames arrayNames = schema == null
                ? ArrayNames.undecided(arrayDelimiter)
                : SchemaNames.arrayNames(this, schema, arrayDelimiter);
        if (!arrayNames.rivals().isEmpty()) {
            LOG.warn(
                    "Topic {}: these arrays have {} before the index of their elements, which could share names with "
                            + "the field after = otherwise: {}",
                    topic,
                    ArrayNames.FALLBACK,
                    arrayNames.rivals());
        }
        try {
            return FlatPlan.of(new PlanCompiler<>(this, arrayNames, columns).root(schema));
        } catch (DataException refusal) {
            return FlatPlan.refusing(refusal);
        }
    }
}
