package io.s3db.schema;

import io.s3db.json.JsNumber;
import java.util.Optional;

/** The {@code default:} option of a definition in text form, as s3db.js reads it on insert. */
final class Defaults {
  private static final String OPTION = "|default:";

  private Defaults() {}

  /** The default of a definition; nothing if it has none, or one that is no value of its type. */
  static Optional<Object> of(Object definition) {
    if (!(definition instanceof String text)) {
      return Optional.empty();
    }
    int at = text.indexOf(OPTION);
    if (at < 0) {
      return Optional.empty();
    }
    int start = at + OPTION.length();
    int bar = text.indexOf('|', start);
    String value = text.substring(start, bar < 0 ? text.length() : bar);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (text.contains("boolean")) {
      return Optional.of(value.equals("true"));
    }
    if (text.contains("number")) {
      double number = JsNumber.parse(value);
      return Double.isFinite(number) ? Optional.of(JsNumber.value(number)) : Optional.empty();
    }
    return Optional.of(value);
  }
}
