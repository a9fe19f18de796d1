package io.s3db.catalog;

import io.s3db.Nearest;
import io.s3db.ValidationException;
import io.s3db.schema.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds everything that is wrong with a new definition. */
final class DefinitionCheck {
  private static final String FORBIDDEN = "/\\=%";
  private static final int MAX_ID_SIZE = 256;
  private static final int MAX_NAME_BYTES = 200;

  private final List<Problem> problems = new ArrayList<>();
  private final ResourceDefinition definition;

  private DefinitionCheck(ResourceDefinition definition) {
    this.definition = definition;
  }

  static void check(ResourceDefinition definition) {
    DefinitionCheck check = new DefinitionCheck(definition);
    check.all();
    if (!check.problems.isEmpty()) {
      throw new ValidationException(
          "The definition of resource '" + shown(definition.name()) + "'", check.problems);
    }
  }

  private static String shown(String name) {
    return name.length() <= MAX_NAME_BYTES ? name : name.substring(0, 50) + "…";
  }

  private void all() {
    keySegment("resource name", "name", definition.name());
    int bytes = definition.name().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_NAME_BYTES) {
      problem(
          "name",
          "The resource name has %d bytes: at most %d leave room for ids in the keys of objects."
              .formatted(bytes, MAX_NAME_BYTES));
    }
    if (definition.attributes().isEmpty()) {
      problem("attributes", "A resource needs at least one attribute.");
    }
    definition.attributes().keySet().forEach(name -> attributeName(name, name));
    Attribute.of(definition.attributes()).forEach(this::attribute);
    definition.partitions().forEach(this::partition);
    if (definition.idSize() < 1 || definition.idSize() > MAX_ID_SIZE) {
      problem(
          "idSize", "idSize is " + definition.idSize() + ": 1 to " + MAX_ID_SIZE + " are allowed.");
    }
  }

  private void attribute(Attribute attribute) {
    String path = attribute.path();
    if (attribute.definition() instanceof String text && !AttributeType.isKnown(text)) {
      problem(path, unknownType(path, AttributeType.base(text)));
    } else if (attribute.definition() instanceof String text) {
      acceptsValues(path, text);
      RuleNames.slip(path, text).ifPresent(problem -> problem(path, problem));
    }
    if (attribute.type() == AttributeType.OBJECT
        && attribute.definition() instanceof Map<?, ?> members) {
      members
          .keySet()
          .forEach(
              name -> {
                if (!String.valueOf(name).equals("$$type")) {
                  attributeName(path + "." + name, String.valueOf(name));
                }
              });
    }
  }

  /** Definitions whose every value s3db.js refuses, or which it cannot read. */
  private void acceptsValues(String path, String text) {
    if (AttributeType.base(text).equals("date")) {
      problem(
          path,
          "Attribute '%s' has the type 'date', which takes no value that can be stored:"
                  .formatted(path)
              + " use 'dateonly' or 'datetime'.");
    } else if (text.contains("|enum:")) {
      problem(
          path,
          "Attribute '%s' is defined as '%s': write a choice as {type: 'enum', values: [...]}."
              .formatted(path, text));
    }
  }

  private static String unknownType(String path, String type) {
    String nearest =
        Nearest.to(type, AttributeType.KNOWN_TYPES)
            .map(" Did you mean '%s'?"::formatted)
            .orElse("");
    return "Attribute '%s' has the unknown type '%s'.".formatted(path, type) + nearest;
  }

  private void attributeName(String path, String name) {
    if (name.isEmpty() || name.contains(".") || name.startsWith("_") || name.startsWith("$")) {
      problem(
          path,
          ("Attribute name '%s' cannot be stored: it must not be empty, hold a dot, or start with"
                  + " '_' or '$'.")
              .formatted(name));
    }
  }

  private void partition(String name, PartitionDefinition partition) {
    keySegment("partition name", "partitions." + name, name);
    if (partition.fields().isEmpty()) {
      problem("partitions." + name, "Partition '" + name + "' has no fields.");
    }
    partition
        .fields()
        .keySet()
        .forEach(
            field -> {
              keySegment("partition field", "partitions." + name, field);
              if (definition.secretAttributes().contains(field)) {
                problem(
                    "partitions." + name,
                    "Partition '%s' would show the secret '%s' of '%s' in keys."
                        .formatted(name, field, definition.name()));
              }
              if (!isKnownField(field)) {
                problem(
                    "partitions." + name,
                    "Partition '%s' uses the field '%s', which is no attribute of '%s'."
                        .formatted(name, field, definition.name()));
              }
            });
  }

  private boolean isKnownField(String field) {
    return field.equals("_v")
        || Attribute.of(definition.attributes()).stream()
            .anyMatch(attribute -> attribute.path().equals(field));
  }

  /** Such names become segments of keys, unescaped. */
  private void keySegment(String what, String field, String name) {
    boolean special = name.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0);
    if (name.isEmpty() || name.equals(".") || name.equals("..") || special) {
      problem(
          field,
          "The %s '%s' cannot be part of a key: it must not be empty or hold any of / \\ = %%."
              .formatted(what, name));
    }
  }

  private void problem(String field, String message) {
    problems.add(new Problem("definition", message, field, null, null));
  }
}
