package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentTest {
  private static Object nested(int levels, boolean lists) {
    Object value = "x";
    for (int i = 0; i < levels; i++) {
      value = lists ? List.of(value) : Map.of("in", value);
    }
    return value;
  }

  @Test
  void takesTwoHundredLevels() {
    assertThat(Document.of("a", nested(199, false)).toJson()).contains("{\"in\":\"x\"}");
    assertThat(Document.of("a", nested(199, true)).toJson()).contains("[\"x\"]");
  }

  @Test
  void saysHowDeepIsTooDeep() {
    for (int levels : new int[] {200, 1_000, 10_000}) {
      for (boolean lists : new boolean[] {true, false}) {
        assertThatThrownBy(() -> Document.of("a", nested(levels, lists)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "field 'a' is nested deeper than 200 levels: keep what is below as JSON text");
      }
    }
  }

  @Test
  void documentsInDocumentsCountToo() {
    Document document = Document.of("x", 1);
    for (int i = 0; i < 199; i++) {
      document = Document.of("in", document);
    }
    Document deepest = document;
    assertThatThrownBy(() -> Document.of("in", deepest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("200 levels");
  }

  @Test
  void hidesWhatItIsToldTo() {
    Document document =
        Document.of("label", "l", "token", "s3cr3t", "auth", Map.of("key", "s3cr3t", "kind", "k"))
            .hiding(List.of("token", "auth.key", "missing.too"));
    String shown = "{\"label\":\"l\",\"token\":\"***\",\"auth\":{";
    assertThat(document.toString()).startsWith(shown).contains("\"kind\":\"k\"");
    assertThat(document.toString()).doesNotContain("s3cr3t");
    assertThat(document.with("more", 1).without("label").toString()).doesNotContain("s3cr3t");
    assertThat(Document.of("id", "a").with(document).toString()).doesNotContain("s3cr3t");
    assertThat(document.document("auth").toString()).doesNotContain("s3cr3t");
    assertThat(document.toJson()).contains("s3cr3t");
    assertThat(document.text("token")).isEqualTo("s3cr3t");
    assertThat(document).isEqualTo(Document.copyOf(document.toMap()));
    assertThatThrownBy(() -> document.integer("token"))
        .hasMessageContaining("'token'")
        .message()
        .doesNotContain("s3cr3t");
  }

  @Test
  void whatIsSetAsideIsFoundByNameAlone() {
    Document whole =
        Document.of("id", "u", "pin", "1", "auth", Map.of("key", "k", "kind", "x"), "z", null);
    Document open = Document.of("id", "u", "auth", Map.of("kind", "x"), "z", null);
    Document split = whole.setAside(List.of("pin", "auth.key", "z", "nothing"));

    assertThat(split).isEqualTo(open).isNotEqualTo(whole);
    assertThat(split.toMap()).isEqualTo(open.toMap());
    assertThat(split.toJson()).isEqualTo(open.toJson());
    assertThat(split.toString()).isEqualTo(open.toString());
    assertThat(split.names()).containsExactly("id", "auth", "z");
    assertThat(split.text("pin")).isEqualTo("1");
    assertThat(split.has("pin")).isTrue();
    assertThat(split.get("auth.key")).isEqualTo("k");
    assertThat(split.document("auth").text("key")).isEqualTo("k");
    assertThat(split.document("auth")).isEqualTo(Document.of("kind", "x"));
    assertThat(split.aside()).isEqualTo(Map.of("pin", "1", "auth.key", "k"));

    assertThat(split.with("a", 1).text("pin")).isEqualTo("1");
    assertThat(split.with("pin", 2).get("pin")).isEqualTo(2L);
    assertThat(split.with("pin", 2).without("pin").get("pin")).isNull();
    assertThat(split.without("auth").get("auth.key")).isNull();
    assertThat(Document.of("a", 1).with(split).has("pin")).isFalse();
    assertThat(open.setAside(List.of("pin"))).isSameAs(open);
  }
}
