package io.s3db.sink.s3db;

import io.s3db.Document;
import io.s3db.json.Json;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Key;
import java.util.Optional;

/** A delivery as a record of the target: an id, and fields without it. */
final class Row {
  private static final String ID = "id";

  private Row() {}

  /** The record's id; nothing if the key is no text, number or truth value. */
  static Optional<String> id(Key key) {
    Object value = key.fields().toMap().values().iterator().next();
    return switch (value) {
      case String text -> Optional.of(text);
      case Number number -> Optional.of(Json.write(number));
      case Boolean truth -> Optional.of(truth.toString());
      case null, default -> Optional.empty();
    };
  }

  /** The fields of the record; its id is not one of them. */
  static Document fields(Document data) {
    return data.without(ID);
  }

  /** Whether the row has an {@code id} that is not that of its record. */
  static boolean hidesAnId(Delivery delivery, String id) {
    return delivery.data() != null
        && delivery.data().get(ID) != null
        && !Document.same(delivery.data().get(ID), id);
  }
}
