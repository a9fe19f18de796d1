package io.s3db.record;

import io.s3db.Document;
import io.s3db.catalog.Attribute;
import io.s3db.catalog.AttributeType;
import io.s3db.catalog.Behavior;
import io.s3db.catalog.CatalogResource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a document by the names under which they are stored.
 *
 * <p>Members of nested objects are stored one by one under the names of their attributes. An object
 * that has a member no attribute is declared for, or an empty object inside, is stored as JSON
 * under its own name instead: otherwise s3db.js would show such members under another name.
 */
final class FieldMapper {
  /** Names that metadata does not change. */
  private static final Pattern KEEPS = Pattern.compile("[a-z0-9_-]+");

  private final CatalogResource resource;
  private final boolean inBody;
  private final ValueEncoder encoder;
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private final Map<String, String> ids;
  private final Set<String> taken;

  FieldMapper(CatalogResource resource) {
    this.resource = resource;
    this.inBody = resource.definition().behavior() == Behavior.BODY_ONLY;
    this.encoder = new ValueEncoder(inBody);
    this.ids = resource.idsByPath();
    this.taken = resource.registry().pathsById().keySet();
    resource.attributes().forEach(attribute -> attributes.put(attribute.path(), attribute));
  }

  /** Stored names and values, in the order of the fields. */
  Map<String, @Nullable Object> map(Document fields, Problems problems) {
    Map<String, @Nullable Object> mapped = new LinkedHashMap<>();
    fields
        .toMap()
        .forEach(
            (name, value) -> {
              if (!name.equals("id")) {
                add(name, value, mapped, problems);
              }
            });
    mapped.forEach(
        (name, value) -> {
          if (value instanceof String text && !isWellFormed(text)) {
            problems.add(path(name), "holds half a character (a lone surrogate).", text);
          }
        });
    return mapped;
  }

  /** The stored names of the attributes of a type. */
  Set<String> idsOf(AttributeType type) {
    return attributes.values().stream()
        .filter(attribute -> attribute.type() == type)
        .flatMap(attribute -> Optional.ofNullable(ids.get(attribute.path())).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The attribute of a stored name, or the name itself; for messages. */
  String path(String storedName) {
    return resource.registry().pathsById().getOrDefault(storedName, storedName);
  }

  private void add(
      String path,
      @Nullable Object value,
      Map<String, @Nullable Object> mapped,
      Problems problems) {
    Attribute attribute = attributes.get(path);
    String id = ids.get(path);
    if (attribute == null) {
      undeclared(path, value, mapped, problems);
    } else if (attribute.type() == AttributeType.OBJECT
        && value instanceof Map<?, ?> members
        && isDeclared(path, members)) {
      members.forEach((name, member) -> add(path + "." + name, member, mapped, problems));
    } else if (id == null) {
      problems.add(path, "is an object inside another: it cannot be null.", value);
    } else {
      mapped.put(id, encoder.encode(path, attribute.type(), value, problems));
    }
  }

  /** Whether each member has an attribute, and can be stored under its name. */
  private boolean isDeclared(String path, Map<?, ?> members) {
    return !members.isEmpty()
        && members.entrySet().stream()
            .allMatch(entry -> isStorable(path + "." + entry.getKey(), entry.getValue()));
  }

  private boolean isStorable(String path, @Nullable Object value) {
    Attribute attribute = attributes.get(path);
    if (attribute == null) {
      return false;
    }
    if (attribute.type() == AttributeType.OBJECT && value instanceof Map<?, ?> members) {
      return isDeclared(path, members);
    }
    return ids.containsKey(path);
  }

  private void undeclared(
      String name,
      @Nullable Object value,
      Map<String, @Nullable Object> mapped,
      Problems problems) {
    if (SystemNames.isSystem(name) || name.isEmpty() || name.contains(".")) {
      problems.add(
          name,
          "is no attribute, and has a name that cannot be stored: declare it under another name.",
          value);
    } else if (taken.contains(name) || resource.pluginIds().containsValue(name)) {
      problems.add(
          name,
          "is no attribute, and its name stands for one in the stored form: declare it.",
          value);
    } else if (!inBody && !KEEPS.matcher(name).matches()) {
      problems.add(
          name,
          "is no attribute, and of undeclared names only those of lower-case letters, digits, '_'"
              + " and '-' are kept: declare it.",
          value);
    } else {
      mapped.put(name, encoder.encode(name, AttributeType.ANY, value, problems));
    }
  }

  private static boolean isWellFormed(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
  }
}
