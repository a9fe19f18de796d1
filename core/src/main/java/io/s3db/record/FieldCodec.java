package io.s3db.record;

import io.s3db.catalog.Attribute;
import io.s3db.catalog.AttributeType;
import io.s3db.value.ShortForm;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the values of one attribute are stored.
 *
 * @param path of the attribute
 * @param definition it has, for messages
 * @param type of its values
 * @param form the short form of its values, or null
 * @param id the name under which they are stored, or null if they have none of their own
 */
record FieldCodec(
    String path,
    Object definition,
    AttributeType type,
    @Nullable ShortForm form,
    @Nullable String id) {
  static FieldCodec of(Attribute attribute, @Nullable String id) {
    return new FieldCodec(
        attribute.path(),
        attribute.definition(),
        attribute.type(),
        attribute.form().orElse(null),
        id);
  }

  /** A field that no attribute is declared for. */
  static FieldCodec undeclared(String name) {
    return new FieldCodec(name, "any", AttributeType.ANY, null, name);
  }

  /** The short form of a type that has one. */
  ShortForm shortForm() {
    return Optional.ofNullable(form).orElseThrow();
  }
}
