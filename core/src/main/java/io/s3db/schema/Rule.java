package io.s3db.schema;

import io.s3db.catalog.AttributeType;
import io.s3db.json.JsNumber;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one value must be: a type, and options such as {@code min}.
 *
 * @param type the word of the type
 * @param options texts, numbers and truth values by name
 * @param items the rule of a list's items, or null
 * @param members the rules of an object's members, in order
 * @param closed whether members without a rule are removed
 */
record Rule(
    String type,
    Map<String, @Nullable Object> options,
    @Nullable Rule items,
    Map<String, Rule> members,
    boolean closed) {

  /** The rule of an attribute's definition: text, object form, or nested attributes. */
  static Rule of(Object definition) {
    return switch (definition) {
      case String text -> ofText(text);
      case Map<?, ?> map when AttributeType.isDefinition(map) -> ofOptions(map);
      case Map<?, ?> map -> ofMembers(map);
      default -> new Rule("any", Map.of("optional", true), null, Map.of(), false);
    };
  }

  boolean has(String option) {
    return Boolean.TRUE.equals(options.get(option));
  }

  boolean isOff(String option) {
    return Boolean.FALSE.equals(options.get(option));
  }

  boolean isOptional() {
    return has("optional") || has("nullable");
  }

  /** A number option, or null if it is absent or no number. */
  @Nullable Number number(String option) {
    return options.get(option) instanceof Number number ? number : null;
  }

  /** {@code type|flag|name:value}; a value ends at a second colon. */
  private static Rule ofText(String text) {
    String[] parts = text.split("\\|", -1);
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      String[] option = parts[i].split(":", -1);
      options.put(option[0], option.length == 1 ? true : value(option[1]));
    }
    String type = RuleHead.type(parts[0], options);
    Rule items = options.get("items") instanceof String item ? items(item, options) : null;
    return new Rule(type, options, items, Map.of(), false);
  }

  /** An {@code integer} of the list means its items: they are stored as whole numbers. */
  private static Rule items(String type, Map<String, @Nullable Object> options) {
    boolean whole = Boolean.TRUE.equals(options.get("integer"));
    return ofText(whole ? type + "|integer" : type);
  }

  private static Rule ofOptions(Map<?, ?> map) {
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    map.forEach((name, value) -> options.put(String.valueOf(name), value));
    Object items = map.get("items");
    Object members = map.containsKey("props") ? map.get("props") : map.get("properties");
    return new Rule(
        String.valueOf(map.get("type")),
        options,
        items == null ? null : of(items),
        members instanceof Map<?, ?> rules ? members(rules) : Map.of(),
        members != null);
  }

  /** Nested attributes: optional unless {@code $$type} says required, and open. */
  private static Rule ofMembers(Map<?, ?> map) {
    boolean required = String.valueOf(map.get("$$type")).contains("required");
    return new Rule("object", Map.of("optional", !required), null, members(map), false);
  }

  private static Map<String, Rule> members(Map<?, ?> map) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    map.forEach(
        (name, definition) -> {
          if (definition != null && !String.valueOf(name).startsWith("$$")) {
            rules.put(String.valueOf(name), of(definition));
          }
        });
    return rules;
  }

  static Object value(String text) {
    if (List.of("true", "false").contains(text)) {
      return text.equals("true");
    }
    double number = JsNumber.parse(text);
    return Double.isNaN(number) ? text : JsNumber.value(number);
  }
}
