package io.s3db.benchmarks;

import io.s3db.Document;
import io.s3db.catalog.ResourceDefinition;

/** The record that every benchmark writes: about 400 bytes as JSON. */
final class Orders {
  static final String NAME = "orders";
  private static final String NOTE = "n".repeat(260);

  private Orders() {}

  static ResourceDefinition definition() {
    return ResourceDefinition.named(NAME)
        .attribute("userId", "string|required")
        .attribute("total", "number|required")
        .attribute("quantity", "number|integer")
        .attribute("paid", "boolean|required")
        .attribute("status", "string|optional")
        .attribute("note", "string|optional")
        .build();
  }

  static String id(int n) {
    return "order-" + n;
  }

  static Document order(int n) {
    return Document.of(
        "id",
        id(n),
        "userId",
        "user-" + n % 1000,
        "total",
        n * 1.25,
        "quantity",
        n,
        "paid",
        n % 2 == 0,
        "status",
        "pending",
        "note",
        NOTE);
  }

  static Document change(int n) {
    return Document.of("quantity", n, "total", n * 1.25);
  }
}
