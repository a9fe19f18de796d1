package io.s3db.transform.js;

import io.s3db.Document;
import io.s3db.json.JsNumber;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record as JSON for a script, unless the script would see other numbers than it holds. */
final class RecordText {
  private RecordText() {}

  /**
   * The JSON of a record.
   *
   * @throws IllegalArgumentException naming a field whose number JavaScript cannot hold
   */
  static String of(Document data) {
    data.toMap().forEach(RecordText::check);
    return data.toJson();
  }

  private static void check(Object path, @Nullable Object value) {
    switch (value) {
      case Long number when !JsNumber.exact(number) ->
          throw new IllegalArgumentException(
              "field '%s' is a whole number of more digits than JavaScript can hold: keep it as text"
                  .formatted(path));
      case Map<?, ?> map -> map.forEach((name, member) -> check(path + "." + name, member));
      case List<?> list -> list.forEach(item -> check(path + "[]", item));
      case null, default -> {}
    }
  }
}
