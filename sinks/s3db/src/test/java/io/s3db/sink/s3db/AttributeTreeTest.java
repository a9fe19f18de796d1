package io.s3db.sink.s3db;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributeTreeTest {
  private final AttributeTree tree =
      new AttributeTree(
          Map.of("name", "string|required", "address", Map.of("city", "string|optional")));

  @Test
  void isNotChangedByARowItDeclares() {
    Document row = Document.of("name", "a", "address", Map.of("city", "b"));

    assertThat(tree.widenedBy(row.toMap())).isSameAs(tree);
  }

  @Test
  void declaresNewFieldsByTheirValues() {
    Document row =
        Document.of(
            "text",
            "a",
            "number",
            1.5,
            "whole",
            2,
            "truth",
            true,
            "list",
            List.of(1),
            "tree",
            Map.of("a", 1),
            "nothing",
            null);

    Map<String, Object> wider = tree.widenedBy(row.toMap()).definitions();

    assertThat(wider)
        .containsEntry("text", "string|optional")
        .containsEntry("number", "number|optional")
        .containsEntry("whole", "number|optional")
        .containsEntry("truth", "boolean|optional")
        .containsEntry("list", "array|optional")
        .containsEntry("tree", "json|optional")
        .containsEntry("name", "string|required")
        .doesNotContainKey("nothing");
  }

  @Test
  void declaresNewMembersOfDeclaredObjects() {
    Document row = Document.of("address", Map.of("zip", "01310"));

    assertThat(tree.widenedBy(row.toMap()).definitions().get("address"))
        .isEqualTo(Map.of("city", "string|optional", "zip", "string|optional"));
  }

  @Test
  void leavesOutAndTellsWhatItDoesNotDeclare() {
    Document row =
        Document.of(
            "name", "a", "extra", 1, "address", Map.of("city", "b", "zip", "c"), "no", null);
    List<String> dropped = new ArrayList<>();

    Map<String, ?> kept = tree.declaredOf(row.toMap(), "", dropped::add);

    assertThat(kept).isEqualTo(Map.of("name", "a", "address", Map.of("city", "b")));
    assertThat(dropped).containsExactlyInAnyOrder("extra", "address.zip");
  }

  @Test
  void cannotDeclareNamesThatS3dbKeepsToItself() {
    Document row = Document.of("_v", "a", "$id", "b", "a.b", "c");

    assertThat(tree.widenedBy(row.toMap())).isSameAs(tree);
  }
}
