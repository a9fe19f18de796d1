package io.s3db.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3db.ValidationException;
import io.s3db.schema.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceDefinitionTest {
  @Test
  void reportsAllProblemsAtOnce() {
    ValidationException refused =
        catchThrowableOfType(
            ValidationException.class,
            () ->
                ResourceDefinition.named("a/b")
                    .attribute("_hidden", "string")
                    .attribute("size", "size|min:1")
                    .attribute("inner", Map.of("a.b", "string"))
                    .partition("by=x", Map.of("missing", "string"))
                    .idSize(0)
                    .build());
    assertThat(refused.code()).isEqualTo("VALIDATION_FAILED");
    assertThat(refused.problems())
        .extracting(Problem::message)
        .containsExactly(
            "The resource name 'a/b' cannot be part of a key: it must not be empty or hold any of /"
                + " \\ = %.",
            "Attribute name '_hidden' cannot be stored: it must not be empty, hold a dot, or start"
                + " with '_' or '$'.",
            "Attribute 'size' has the unknown type 'size'.",
            "Attribute name 'a.b' cannot be stored: it must not be empty, hold a dot, or start with"
                + " '_' or '$'.",
            "The partition name 'by=x' cannot be part of a key: it must not be empty or hold any of"
                + " / \\ = %.",
            "Partition 'by=x' uses the field 'missing', which is no attribute of 'a/b'.",
            "idSize is 0: 1 to 256 are allowed.");
  }

  @Test
  void aMistypedRuleIsNoLongerPassedOver() {
    assertThatThrownBy(
            () ->
                ResourceDefinition.named("people")
                    .attribute("email", "string|optonal|max:9")
                    .build())
        .hasMessageContaining(
            "Attribute 'email' has the unknown rule 'optonal'. Did you mean 'optional'?");
    assertThatThrownBy(
            () -> ResourceDefinition.named("people").attribute("n", "number|interger").build())
        .hasMessageContaining("Did you mean 'integer'?");
  }

  @Test
  void notesOfAProgramInADefinitionStay() {
    ResourceDefinition definition =
        ResourceDefinition.named("people")
            .attribute("email", "string|label:E-mail|searchable|maxlength:5")
            .build();
    assertThat(definition.attributes())
        .containsEntry("email", "string|label:E-mail|searchable|maxlength:5");
  }

  @Test
  void aPartitionMayUseANestedField() {
    ResourceDefinition definition =
        ResourceDefinition.named("people")
            .attribute("address", Map.of("city", "string"))
            .partition("byCity", Map.of("address.city", "string"))
            .build();
    assertThat(definition.partitions()).containsOnlyKeys("byCity");
  }

  @Test
  void wordsOfBehavioursAreThoseOfTheCatalogue() {
    for (Behavior behavior : Behavior.values()) {
      assertThat(Behavior.parse(behavior.word())).isEqualTo(behavior);
    }
  }

  @Test
  void aNameLeavesRoomForTheIdInTheKey() {
    ResourceDefinition.named("x".repeat(200)).attribute("a", "string").build();
    assertThatThrownBy(
            () -> ResourceDefinition.named("ü".repeat(101)).attribute("a", "string").build())
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("202 bytes: at most 200");
  }
}
