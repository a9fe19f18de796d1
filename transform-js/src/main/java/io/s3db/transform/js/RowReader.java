package io.s3db.transform.js;

import io.s3db.Document;
import io.s3db.IsoTime;
import io.s3db.json.JsNumber;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Makes a document of what a script returned, or says which field of it cannot be one.
 *
 * <p>A script runs while its result is read, if it has getters: read on the thread, and within the
 * limits, of the script.
 */
final class RowReader {
  private static final int MAX_DEPTH = 200;
  private static final int MAX_VALUES = 200_000;
  private static final int MAX_TEXT = 16 << 20;

  private final NumberTypes numbers;
  private int values;
  private int text;

  RowReader(Document data) {
    this.numbers = new NumberTypes(data);
  }

  /**
   * The row; null if the script returned null.
   *
   * @throws IllegalArgumentException naming the field and the remedy
   */
  @Nullable Document read(Value result) {
    if (result.isNull()) {
      if (isUndefined(result)) {
        throw new IllegalArgumentException(
            "it returned nothing: return an object, or null to skip the record");
      }
      return null;
    }
    if (!isObject(result)) {
      throw new IllegalArgumentException(
          "it returned " + kind(result) + ": return an object, or null to skip the record");
    }
    return Document.wrap(object("", result, 0));
  }

  private Map<String, @Nullable Object> object(String path, Value object, int depth) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (String name : object.getMemberKeys()) {
      Value member = object.getMember(name);
      if (member != null && !isUndefined(member)) {
        count(path, name);
        fields.put(name, value(path.isEmpty() ? name : path + "." + name, member, depth + 1));
      }
    }
    if (fields.isEmpty()) {
      refuseUnlessPlain(path, object);
    }
    return fields;
  }

  private List<@Nullable Object> list(String path, Value array, int depth) {
    long size = array.getArraySize();
    List<@Nullable Object> items = new ArrayList<>((int) Math.min(size, 1_000));
    for (long i = 0; i < size; i++) {
      items.add(value(path + "[" + i + "]", array.getArrayElement(i), depth + 1));
    }
    return items;
  }

  private @Nullable Object value(String path, Value value, int depth) {
    if (++values > MAX_VALUES) {
      throw new IllegalArgumentException("it returned more than " + MAX_VALUES + " values");
    }
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "it returned field '%s …', which is nested deeper than %d levels: it may contain itself"
              .formatted(path.substring(0, Math.min(path.length(), 80)), MAX_DEPTH));
    }
    if (value.isString()) {
      String read = value.asString();
      count(path, read);
      return read;
    }
    if (value.isNumber()) {
      return number(path, value.asDouble());
    }
    if (value.isBoolean()) {
      return value.asBoolean();
    }
    if (value.isNull()) {
      return null;
    }
    if (value.isInstant()) {
      return IsoTime.text(value.asInstant());
    }
    if (value.hasArrayElements()) {
      return list(path, value, depth);
    }
    if (isObject(value)) {
      return object(path, value, depth);
    }
    throw refused(path, "is " + kind(value));
  }

  private Number number(String path, double number) {
    if (!Double.isFinite(number)) {
      throw refused(path, "is " + JsNumber.text(number) + ": a number must be finite");
    }
    return numbers.of(number);
  }

  private void count(String path, String read) {
    text += read.length();
    if (text > MAX_TEXT) {
      throw refused(path, "makes the row larger than " + (MAX_TEXT >> 20) + " million characters");
    }
  }

  /** Objects whose content is not in their fields would arrive empty. */
  private static void refuseUnlessPlain(String path, Value object) {
    String type = type(object);
    if (!type.equals("Object") && !type.isEmpty()) {
      String what = type.equals("Date") ? "is a date that is none" : "is of type " + type;
      throw path.isEmpty()
          ? new IllegalArgumentException(
              "it returned a value of type " + type + ": return a plain object")
          : refused(path, what + ": return plain objects, lists, text, numbers");
    }
  }

  private static String type(Value value) {
    if (value.isException()) {
      return "Error"; // whatever its class says
    }
    Value type = value.getMetaObject();
    String name = type == null ? "" : type.getMetaSimpleName();
    return (name.isEmpty() || name.equals("Object")) && value.hasIterator() ? "Iterator" : name;
  }

  private static boolean isObject(Value value) {
    return value.hasMembers()
        && !value.canExecute()
        && !value.hasArrayElements()
        && !value.isInstant()
        && !value.isString();
  }

  private static boolean isUndefined(Value value) {
    return value.isNull() && value.toString().equals("undefined");
  }

  private static String kind(Value value) {
    if (value.canExecute()) {
      return "a function";
    }
    if (value.hasArrayElements()) {
      return "a list";
    }
    return "a value of type " + (value.isInstant() ? "Date" : type(value));
  }

  private static IllegalArgumentException refused(String path, String what) {
    return new IllegalArgumentException(
        "it returned field '" + Visible.line(path, 200) + "', which " + what);
  }
}
