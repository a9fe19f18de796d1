package io.s3db.catalog;

import io.s3db.Nearest;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The rules behind the type of an attribute: {@code string|optional|max:10}.
 *
 * <p>s3db.js passes over a rule that it does not know, and so does this library: programs keep
 * notes of their own there. One that is nearly the name of another is a slip, and would go
 * unnoticed.
 */
final class RuleNames {
  /** What fastest-validator and s3db.js know, and lengths, which many expect. */
  private static final Set<String> KNOWN =
      Set.of(
          "required",
          "optional",
          "nullable",
          "default",
          "min",
          "max",
          "length",
          "minlength",
          "maxlength",
          "minLength",
          "maxLength",
          "pattern",
          "contains",
          "enum",
          "values",
          "alpha",
          "numeric",
          "alphanum",
          "alphadash",
          "hex",
          "singleLine",
          "base64",
          "trim",
          "trimLeft",
          "trimRight",
          "padStart",
          "padEnd",
          "padChar",
          "lowercase",
          "uppercase",
          "localeLowercase",
          "localeUppercase",
          "convert",
          "equal",
          "notEqual",
          "integer",
          "positive",
          "negative",
          "unique",
          "items",
          "empty",
          "strict",
          "version",
          "normalize",
          "mode",
          "precheck",
          "prefix",
          "secret",
          "props",
          "properties",
          "email",
          "url",
          "uuid",
          "object",
          "strictEqual");

  private RuleNames() {}

  static Optional<String> slip(String path, String definition) {
    return Arrays.stream(definition.split("\\|", -1))
        .skip(1)
        .map(rule -> rule.split(":", 2)[0])
        .filter(rule -> !KNOWN.contains(rule))
        .flatMap(rule -> Nearest.to(rule, KNOWN).map(near -> sentence(path, rule, near)).stream())
        .findFirst();
  }

  private static String sentence(String path, String rule, String near) {
    return "Attribute '%s' has the unknown rule '%s'. Did you mean '%s'?"
        .formatted(path, rule, near);
  }
}
