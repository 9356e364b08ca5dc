package org.lsst.efd.integration.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The floors of the design and the rules for packages, on the compiled classes of all modules. */
class FloorsTest {
    private static final JavaClasses CLASSES = ProjectClasses.imported();

    /** Ours, what every Java has, and what a worker or the compiler brings. */
    private static final String[] NO_VENDORS = {
        "org.lsst.efd..",
        "java..",
        "javax..",
        "jdk..",
        "com.sun..",
        "org.apache.kafka..",
        "org.slf4j..",
        "org.jspecify..",
        ""
    };

    /** Libraries that more than one module may use, and why. */
    private static final Map<String, Set<String>> SHARED_LIBRARIES = Map.of(
            // a record of the registry, the converter and a schema file is an Avro schema
            "org.apache.avro", Set.of("registry", "connect.avro", "connect.telemetry", "connect.parquet"),
            // answers of the registry and of workers, schema files and reports are JSON
            "com.fasterxml",
                    Set.of(
                            "registry",
                            "connect.avro",
                            "connect.telemetry",
                            "connect.manager",
                            "quickstart",
                            "benchmarks"),
            "picocli", Set.of("quickstart", "connect.manager"),
            // containers and Parquet pages are compressed with Zstandard and Snappy
            "com.github", Set.of("connect.avro", "connect.parquet"),
            "org.xerial", Set.of("connect.avro", "connect.parquet"),
            // the sink writes to H2, the quickstart starts one
            "org.h2", Set.of("connect.oracle", "quickstart"));

    /** Libraries that one plugin uses in more than one package, and why. */
    private static final Map<String, Set<String>> SPREAD_LIBRARIES = Map.of(
            // the sink sets its databases up through the connection that it writes through
            "okhttp3", Set.of("connect.influxdb"),
            // both formats are read through its files, and one of them is written in columns
            "org.apache.parquet", Set.of("connect.parquet"));

    private static final Pattern FEATURE = Pattern.compile("org\\.lsst\\.efd\\.(connect\\.[a-z]+|[a-z]+)(\\..*)?");

    @Test
    void theClassesOfEveryModuleAreSeen() {
        for (String module : ProjectClasses.modulesWithCode()) {
            assertThat(CLASSES.stream()
                            .filter(type -> ProjectClasses.moduleOf(type).equals(module)))
                    .as("classes of module " + module + " (is it a dependency of integration-tests?)")
                    .isNotEmpty();
        }
        assertThat(CLASSES.size()).isGreaterThan(100);
    }

    @Test
    void theWindowEngineStandsOnJavaAlone() {
        classes()
                .that(resideInAPackage("org.lsst.efd.window.."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("org.lsst.efd.window..", "java..", "org.jspecify..", ""))
                .check(CLASSES);
    }

    @Test
    void importsGoDown() {
        noClasses()
                .that(resideInAPackage("org.lsst.efd.registry.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.lsst.efd.window..",
                        "org.lsst.efd.connect..",
                        "org.lsst.efd.quickstart..",
                        "org.apache.kafka.."))
                .check(CLASSES);
        noClasses()
                .that(resideInAPackage("org.lsst.efd.connect.common.."))
                .should()
                .dependOnClassesThat(isPluginOrAbove())
                .check(CLASSES);
        noClasses()
                .that(resideInAPackage("org.lsst.efd.connect.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.lsst.efd.quickstart..", "org.lsst.efd.benchmarks..", "org.lsst.efd.integration.."))
                .check(CLASSES);
    }

    @Test
    void importsNeverGoSideways() {
        slices().matching("org.lsst.efd.connect.(*)..")
                .namingSlices("plugin $1")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        DescribedPredicate.<JavaClass>alwaysTrue(), resideInAPackage("org.lsst.efd.connect.common.."))
                .check(CLASSES);
    }

    @Test
    void aVendorLibraryLivesInOneModuleAndOnePackage() {
        Map<String, Set<String>> users = new TreeMap<>();
        // benchmarks hold our peers, and with them whatever those bring
        for (JavaClass type : CLASSES.that(resideOutsideOfPackages("org.lsst.efd.benchmarks.."))) {
            type.getDirectDependenciesFromSelf().stream()
                    .map(Dependency::getTargetClass)
                    .map(JavaClass::getBaseComponentType)
                    .filter(target -> !target.isPrimitive())
                    .filter(resideOutsideOfPackages(NO_VENDORS))
                    .forEach(target -> users.computeIfAbsent(vendor(target), name -> new TreeSet<>())
                            .add(type.getPackageName()));
        }
        assertThat(users).containsKey("org.apache.avro");
        users.forEach((vendor, packages) -> {
            Set<String> allowed = new TreeSet<>(SHARED_LIBRARIES.getOrDefault(vendor, Set.of()));
            allowed.addAll(SPREAD_LIBRARIES.getOrDefault(vendor, Set.of()));
            if (allowed.isEmpty()) {
                assertThat(packages).as("users of " + vendor).hasSize(1);
            } else {
                assertThat(packages).as("users of " + vendor).allMatch(user -> allowed.contains(feature(user)));
            }
        });
    }

    @Test
    void packagesAreFeaturesNotLayers() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..",
                        "..utils..",
                        "..impl..",
                        "..model..",
                        "..models..",
                        "..helper..",
                        "..helpers..",
                        "..misc..")
                .check(CLASSES);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .that(resideOutsideOfPackages("org.lsst.efd.connect.manager.."))
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Data|Info)")
                .orShould()
                .haveNameMatching(".*\\.(Abstract|Base)[A-Z]\\w*")
                .check(CLASSES);
    }

    @Test
    void theRootPackageOfAPluginHoldsWhatConnectNamesAndNothingElse() {
        DescribedPredicate<JavaClass> isInRootOfPlugin = describe(
                "in the root package of a plugin",
                type -> type.getPackageName().matches("org\\.lsst\\.efd\\.connect\\.(?!common|manager)[a-z]+")
                        && !type.isAnnotatedWith(NullMarked.class)
                        && type.getEnclosingClass().isEmpty());
        ArchRule rule = classes()
                .that(isInRootOfPlugin)
                .should()
                .haveNameMatching(
                        ".*(Connector|Task|Config|Destination|Converter|ConverterConfig|Streams|Reader|WindowAggregate)");
        rule.check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                unmarked.add(type.getPackageName());
            }
        }
        assertThat(unmarked).as("packages without @NullMarked").isEmpty();
    }

    private static DescribedPredicate<JavaClass> isPluginOrAbove() {
        return describe("a plugin, or above", type -> type.getPackageName()
                .matches("org\\.lsst\\.efd\\.(connect\\.(?!common\\b)|quickstart|benchmarks|integration).*"));
    }

    private static String feature(String packageName) {
        Matcher matcher = FEATURE.matcher(packageName);
        return matcher.matches() ? matcher.group(1) : packageName;
    }

    /** A library is known by the first parts of its package: three below {@code org.apache}, else two. */
    private static String vendor(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.", -1);
        int length = Math.min(parts.length, type.getPackageName().startsWith("org.apache.") ? 3 : 2);
        return String.join(".", Arrays.copyOf(parts, length));
    }
}
