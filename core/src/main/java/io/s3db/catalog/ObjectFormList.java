package io.s3db.catalog;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The type of a list whose definition has the object form: only its items count. */
final class ObjectFormList {
  private ObjectFormList() {}

  static AttributeType of(Map<String, ? extends @Nullable Object> definition) {
    if (!(definition.get("items") instanceof String items)) {
      return AttributeType.LIST;
    }
    if (items.contains("string")) {
      return AttributeType.TEXT_LIST;
    }
    if (!items.contains("number")) {
      return AttributeType.LIST;
    }
    if (items.contains("integer")) {
      return AttributeType.INTEGER_LIST;
    }
    boolean embedding =
        definition.get("length") instanceof Number length && length.intValue() > 255;
    return embedding ? AttributeType.SHORT : AttributeType.NUMBER_LIST;
  }
}
