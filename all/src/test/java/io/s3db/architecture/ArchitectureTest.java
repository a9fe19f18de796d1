package io.s3db.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.s3db.replicator.journal.EventId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/architecture.md} says of modules and packages. */
class ArchitectureTest {
  private static final String REPLICATOR = "io.s3db.replicator..";
  private static final String SINKS = "io.s3db.sink..";
  private static final String S3 = "io.s3db.s3..";
  private static final String TESTKIT = "io.s3db.testkit..";
  private static final String[] LANGUAGE = {
    "java..", "javax..", "org.jspecify..", "org.slf4j..", ""
  };

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("test-classes"))
          .importPackages(
              "io.s3db", "io.s3db.replicator", "io.s3db.sink", "io.s3db.s3", "io.s3db.testkit");

  private static DescribedPredicate<JavaClass> in(String... packages) {
    return resideInAnyPackage(packages);
  }

  private static DescribedPredicate<JavaClass> language() {
    return in(LANGUAGE);
  }

  /** Everything below {@code io.s3db} that is not another module. */
  private static DescribedPredicate<JavaClass> core() {
    return in("io.s3db..").and(not(in(REPLICATOR, SINKS, S3, TESTKIT)));
  }

  @Test
  void everyModuleIsLookedAt() {
    for (String each :
        List.of(
            "io.s3db.S3db",
            "io.s3db.replicator.ReplicatorPlugin",
            "io.s3db.s3.S3Store",
            "io.s3db.sink.bigquery.BigquerySink",
            "io.s3db.sink.postgresql.PostgresqlSink",
            "io.s3db.sink.s3db.S3dbSink")) {
      assertThat(PRODUCT.contain(each)).as(each).isTrue();
    }
  }

  @Test
  void coreKnowsNoVendorAndNoOtherModule() {
    classes()
        .that(core())
        .should(
            onlyDependOnClassesThat(
                core().or(language()).or(in("tools.jackson.core..")).or(in("com.password4j.."))))
        .check(PRODUCT);
  }

  @Test
  void onlyOnePackageHashesPasswords() {
    noClasses()
        .that(core().and(not(in("io.s3db.secret.."))))
        .should()
        .dependOnClassesThat(in("com.password4j.."))
        .check(PRODUCT);
  }

  @Test
  void s3KnowsCoreAndTheSdkOnly() {
    classes()
        .that(in(S3))
        .should(
            onlyDependOnClassesThat(
                core().or(in(S3)).or(language()).or(in("software.amazon.awssdk.."))))
        .check(PRODUCT);
  }

  @Test
  void noTypeOfTheSdkLeavesS3() {
    List<String> leaks =
        PRODUCT.stream()
            .filter(in(S3))
            .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(each -> each.getCodeUnits().stream())
            .filter(ArchitectureTest::isForOthers)
            .filter(unit -> mentions(unit).anyMatch(in("software.amazon..")))
            .map(JavaCodeUnit::getFullName)
            .toList();
    assertThat(leaks).isEmpty();
  }

  private static boolean isForOthers(JavaCodeUnit unit) {
    return unit.getModifiers().contains(JavaModifier.PUBLIC)
        || unit.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaClass> mentions(JavaCodeUnit unit) {
    return Stream.concat(
        Stream.concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream()),
        unit.getExceptionTypes().stream());
  }

  @Test
  void replicatorKnowsNoSinkAndNoS3() {
    classes()
        .that(in(REPLICATOR))
        .should(
            onlyDependOnClassesThat(
                core().or(in(REPLICATOR)).or(language()).or(in("org.sqlite.."))))
        .check(PRODUCT);
  }

  @Test
  void sinksKnowTheSinkInterfaceOnly() {
    noClasses()
        .that(in(SINKS))
        .should()
        .dependOnClassesThat(
            in(REPLICATOR)
                .and(not(in("io.s3db.replicator.spi..", "io.s3db.replicator.options..")))
                .and(not(type(EventId.class))))
        .check(PRODUCT);
  }

  @Test
  void sinksKnowEachOtherNot() {
    noClasses()
        .that(in("io.s3db.sink.postgresql.."))
        .should()
        .dependOnClassesThat(in("io.s3db.sink.s3db.."))
        .check(PRODUCT);
    noClasses()
        .that(in("io.s3db.sink.s3db.."))
        .should()
        .dependOnClassesThat(in("io.s3db.sink.postgresql..", "org.postgresql.."))
        .check(PRODUCT);
  }

  @Test
  void nothingDeployedKnowsTheTestkit() {
    noClasses()
        .that(core().or(in(REPLICATOR, SINKS, S3)))
        .should()
        .dependOnClassesThat(in(TESTKIT, "org.junit..", "org.assertj.."))
        .check(PRODUCT);
  }

  @Test
  void theArrowsInsideTheReplicatorPointOneWay() {
    String at = "io.s3db.replicator.";
    points(at + "options..");
    points(at + "journal..");
    points(at + "spi..", at + "options..", at + "journal..");
    points(at + "state..", at + "spi..", at + "journal..");
    points(at + "capture..", at + "journal..");
    points(at + "route..", at + "state..", at + "spi..", at + "journal..", "io.s3db.replicator");
    points(
        at + "delivery..",
        at + "route..",
        at + "state..",
        at + "spi..",
        at + "journal..",
        "io.s3db.replicator");
  }

  @Test
  void lanesKnowNothingOfCopiesAndComparisons() {
    noClasses()
        .that(
            in(
                "io.s3db.replicator.delivery..",
                "io.s3db.replicator.capture..",
                "io.s3db.replicator.journal..",
                "io.s3db.replicator.route..",
                "io.s3db.replicator.state.."))
        .should()
        .dependOnClassesThat(in("io.s3db.replicator.backfill.."))
        .check(PRODUCT);
  }

  /** A package of the replicator knows these others, and those they may know in turn, at most. */
  private static void points(String from, String... to) {
    DescribedPredicate<JavaClass> allowed = in(from);
    if (to.length > 0) {
      allowed = allowed.or(in(to)).or(in("io.s3db.replicator.options.."));
    }
    noClasses()
        .that(in(from))
        .should()
        .dependOnClassesThat(in(REPLICATOR).and(not(allowed)))
        .check(PRODUCT);
  }

  @Test
  void whatDecidesAboutRetriesReadsNoClockAndDoesNoWork() {
    noClasses()
        .that()
        .haveSimpleName("RetryPolicy")
        .or()
        .haveSimpleName("CircuitBreaker")
        .or()
        .haveSimpleName("RefusalWindow")
        .or()
        .haveSimpleName("ParkedKeys")
        .should()
        .dependOnClassesThat(
            in("java.io..", "java.nio..", "java.sql..", "java.util.concurrent..")
                .or(type(Thread.class))
                .or(type(java.time.InstantSource.class))
                .or(type(java.time.Clock.class)))
        .check(PRODUCT);
  }
}
