package dev.period.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.ObjectInputStream;
import java.nio.file.StandardCopyOption;

/** What may know what. */
@AnalyzeClasses(packages = "dev.period", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule MODULES_FLOW_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy("dev.period.cli..")
          .layer("train")
          .definedBy("dev.period.train..")
          .layer("infer")
          .definedBy("dev.period.infer..")
          .layer("data")
          .definedBy("dev.period.data..")
          .layer("core")
          .definedBy("dev.period.core..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("train")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("infer")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("data")
          .mayOnlyBeAccessedByLayers("cli", "train", "infer");

  @ArchTest
  static final ArchRule NOTHING_DEPENDS_ON_SPARK =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.period.spark..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("dev.period.spark..", "org.apache.spark..", "scala.."))
          .because("the module is optional");

  @ArchTest
  static final ArchRule ONLY_THE_SEAM_KNOWS_THE_ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.period.core.engine..")
          .should()
          .dependOnClassesThat(resideInAPackage("ai.djl.pytorch.."))
          .because("DJL's defects must not reach the rest of the code");

  @ArchTest
  static final ArchRule NUMBERS_MEET_TENSORS_IN_KERNELS =
      noClasses()
          .should()
          .callMethodWhere(
              describe(
                  "an array meets a number",
                  call ->
                      call.getTargetOwner().isAssignableTo(NDArray.class)
                          && call.getTarget().getRawParameterTypes().stream()
                              .anyMatch(type -> type.isEquivalentTo(Number.class))))
          .because(
              "DJL frees the number when the call returns, although a recorded graph still reads"
                  + " it: a collection of garbage before the backward pass makes wrong gradients");

  @ArchTest
  static final ArchRule ONLY_THE_TOKENIZER_KNOWS_DJLS_TOKENIZERS =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.period.core.text..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("ai.djl.huggingface..", "ai.djl.sentencepiece.."));

  @ArchTest
  static final ArchRule ONLY_DATA_PARALLEL_TRAINING_CALLS_C =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.period.train.parallel..")
          .should()
          .dependOnClassesThat(resideInAPackage("com.sun.jna.."));

  @ArchTest
  static final ArchRule ONLY_DATA_DECODES_VIDEO =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.period.data.video..", "dev.period.cli.doctor..")
          .should()
          .dependOnClassesThat(resideInAPackage("org.bytedeco.."));

  @ArchTest
  static final ArchRule FILES_ARE_REPLACED_AS_A_WHOLE =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.period.core.file..")
          .should()
          .accessField(StandardCopyOption.class, "REPLACE_EXISTING")
          .because("Java deletes the old file first, and a kill there would lose both");

  @ArchTest
  static final ArchRule FILES_ARE_THE_SAME_ON_EVERY_SYSTEM =
      noClasses()
          .should()
          .accessField(SerializationFeature.class, "INDENT_OUTPUT")
          .because("its lines end as the system's do; JsonFile's do not");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.period.cli..")
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule NO_LOGGING = GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule NO_JAVA_DESERIALIZATION =
      noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);

  @ArchTest
  static final ArchRule COMMANDS_ARE_NOT_AN_API =
      classes()
          .that()
          .haveSimpleNameEndingWith("Command")
          .should()
          .onlyBeAccessed()
          .byAnyPackage("dev.period.cli..");
}
