package org.lsst.efd.benchmarks.avro;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lsst.efd.benchmarks.harness.Comparison;
import org.lsst.efd.benchmarks.harness.Contender;
import org.lsst.efd.benchmarks.harness.Ratio;

/** The Avro converter beside Avro's generic reader and writer with the conversion that other converters use. */
public final class AvroConverterComparison {
    private static final List<Shape> BESIDE_WALK = List.of(Shape.SCALARS_15, Shape.SCALARS_325, Shape.ARRAY_156);
    private static final List<Shape> BESIDE_AVRO_DATA =
            List.of(Shape.FLAT_60, Shape.FORCE_ACTUATORS, Shape.ALL_NULLABLE, Shape.SMALL);

    private final List<Contender> contenders = new ArrayList<>();
    private final List<Ratio> ratios = new ArrayList<>();

    private AvroConverterComparison() {}

    public static Comparison create() {
        AvroConverterComparison comparison = new AvroConverterComparison();
        BESIDE_WALK.forEach(comparison::decodeBesideWalk);
        BESIDE_AVRO_DATA.forEach(comparison::decodeBesideAvroData);
        List.of(Shape.FLAT_60, Shape.SCALARS_325).forEach(comparison::encode);
        comparison.projections();
        comparison.inline();
        return new Comparison(
                "avro-converter",
                "decode, project and encode Avro beside generic records",
                Comparison.Environment.NONE,
                comparison.contenders,
                comparison.ratios);
    }

    private void decodeBesideWalk(Shape shape) {
        String name = "decode/" + title(shape);
        contend(name + "/ours", () -> ConverterWorkload.decodingByOurs(shape, Map.of()));
        contend(name + "/walk", () -> ConverterWorkload.decodingByWalk(shape));
        ratios.add(Ratio.ofSpeed(name + "/speed", name + "/ours", name + "/walk", 2.0));
    }

    private void decodeBesideAvroData(Shape shape) {
        String name = "decode/" + title(shape);
        contend(name + "/ours", () -> ConverterWorkload.decodingByOurs(shape, Map.of()));
        contend(name + "/avro-data", () -> ConverterWorkload.decodingByAvroData(shape));
        ratios.add(Ratio.ofSpeed(name + "/speed", name + "/ours", name + "/avro-data", 1.8));
        ratios.add(Ratio.ofAllocation(name + "/allocation", name + "/ours", name + "/avro-data", 1 / 0.6));
    }

    private void encode(Shape shape) {
        String name = "encode/" + title(shape);
        contend(name + "/ours", () -> ConverterWorkload.encodingByOurs(shape));
        contend(name + "/avro-data", () -> ConverterWorkload.encodingByAvroData(shape));
        ratios.add(Ratio.ofSpeed(name + "/speed", name + "/ours", name + "/avro-data", 1.5));
    }

    private void projections() {
        String ten = IntStream.range(0, 10).mapToObj(i -> "double" + 30 * i).collect(Collectors.joining(","));
        contend(
                "project/10-of-325/ours",
                () -> ConverterWorkload.decodingByOurs(Shape.SCALARS_325, Map.of("projection.fields", ten)));
        ratios.add(Ratio.ofSpeed(
                "project/10-of-325/speed",
                "project/10-of-325/ours",
                "decode/" + title(Shape.SCALARS_325) + "/walk",
                4));
        contend("project/8-of-8/ours", () -> ConverterWorkload.decodingByOurs(Shape.OLD_ALERT, Map.of()));
        contend(
                "project/3-of-8/ours",
                () -> ConverterWorkload.decodingByOurs(
                        Shape.OLD_ALERT, Map.of("projection.fields", "part0,part1,part2")));
        ratios.add(Ratio.ofSpeed("project/3-of-8/speed", "project/3-of-8/ours", "project/8-of-8/ours", 3));
    }

    private void inline() {
        contend("inline/ours", () -> ConverterWorkload.inlineByOurs(Shape.ALERT));
        contend("inline/data-file-reader", () -> ConverterWorkload.inlineByDataFileReader(Shape.ALERT));
        ratios.add(Ratio.ofSpeed("inline/speed", "inline/ours", "inline/data-file-reader", 4));
    }

    private void contend(String name, Contender.Preparation preparation) {
        contenders.add(new Contender(name, preparation));
    }

    private static String title(Shape shape) {
        return shape.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
