package io.s3db.testkit.sink;

import io.s3db.Document;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows the contracts write. */
final class Rows {
  /** The definition of the source resource all rows but the odd ones belong to. */
  static final Map<String, Object> ATTRIBUTES = attributes();

  private Rows() {}

  private static Map<String, Object> attributes() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("name", "string|optional");
    attributes.put("total", "number|optional");
    attributes.put("quantity", "number|integer:true|optional");
    attributes.put("paid", "boolean|optional");
    attributes.put("placedAt", "datetime|optional");
    attributes.put("items", "array|items:object|optional");
    attributes.put("address", "json|optional");
    return Map.copyOf(attributes);
  }

  /** A row with a value of every kind. */
  static Document order(String id) {
    return Document.of(
        "id",
        id,
        "name",
        "order " + id,
        "total",
        299.99,
        "quantity",
        3,
        "paid",
        true,
        "placedAt",
        "2024-01-02T03:04:05.678Z",
        "items",
        List.of(Map.of("sku", "A-1", "qty", 2), Map.of("sku", "B\"2", "qty", 1)),
        "address",
        Map.of("city", "São Paulo", "lines", Arrays.asList("Rua 1", "apto; 5")));
  }

  /** Text that quoting, escaping or a narrow character set would spoil. */
  static Document oddText(String id) {
    return Document.of(
        "id",
        id,
        "name",
        "'; DROP TABLE orders; -- \"q\" \\ \\n é 日本語 \uD83D\uDE80 \u00ad end",
        "address",
        Map.of("k'\"; é", "tab\tline\nend", "empty", ""));
  }

  /** Fields whose names are no identifiers. */
  static Document oddNames(String id) {
    return Document.of(
        "id",
        id,
        "a b",
        "space",
        "q\"uote",
        "quote",
        "semi;colon",
        "semicolon",
        "Größe",
        "größe",
        "select",
        "keyword",
        "camelCase",
        "one",
        "camelcase",
        "another");
  }
}
