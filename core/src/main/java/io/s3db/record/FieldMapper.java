package io.s3db.record;

import io.s3db.Document;
import io.s3db.catalog.Attribute;
import io.s3db.catalog.AttributeType;
import io.s3db.catalog.Behavior;
import io.s3db.catalog.CatalogResource;
import io.s3db.secret.Vault;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a document by the names under which they are stored.
 *
 * <p>Members of nested objects are stored one by one under the names of their attributes. An object
 * that has a member no attribute is declared for, or an empty object inside, is stored as JSON
 * under its own name instead: otherwise s3db.js would show such members under another name.
 */
final class FieldMapper {
  private final CatalogResource resource;
  private final boolean inBody;
  private final ValueEncoder encoder;
  private final Map<String, FieldCodec> fields = new LinkedHashMap<>();
  private final Map<String, String> paths;

  FieldMapper(CatalogResource resource, Vault vault) {
    this.resource = resource;
    this.inBody = resource.definition().behavior() == Behavior.BODY_ONLY;
    this.encoder = new ValueEncoder(inBody, resource.name(), vault);
    this.paths = resource.registry().pathsById();
    Map<String, String> ids = resource.idsByPath();
    for (Attribute attribute : resource.attributes()) {
      fields.put(attribute.path(), FieldCodec.of(attribute, ids.get(attribute.path())));
    }
  }

  /** The fields, objects before their members. */
  List<FieldCodec> fields() {
    return List.copyOf(fields.values());
  }

  /** Stored names and values, in the order of the fields. */
  Map<String, @Nullable Object> map(Document document, Problems problems) {
    Map<String, @Nullable Object> mapped = new LinkedHashMap<>();
    for (Map.Entry<String, @Nullable Object> field : document.toMap().entrySet()) {
      if (!field.getKey().equals("id")) {
        add(field.getKey(), field.getValue(), mapped, problems);
      }
    }
    for (Map.Entry<String, @Nullable Object> field : mapped.entrySet()) {
      if (field.getValue() instanceof String text && !isWellFormed(text)) {
        problems.add(path(field.getKey()), "holds half a character (a lone surrogate).", text);
      }
    }
    return mapped;
  }

  /** The stored names of the attributes of some types. */
  Set<String> idsOf(Set<AttributeType> types) {
    Set<String> ids = new HashSet<>();
    for (FieldCodec field : fields.values()) {
      if (field.id() != null && types.contains(field.type())) {
        ids.add(field.id());
      }
    }
    return Set.copyOf(ids);
  }

  /** The attribute of a stored name, or the name itself; for messages. */
  String path(String storedName) {
    return paths.getOrDefault(storedName, storedName);
  }

  private void add(
      String path,
      @Nullable Object value,
      Map<String, @Nullable Object> mapped,
      Problems problems) {
    FieldCodec field = fields.get(path);
    if (field == null) {
      undeclared(path, value, mapped, problems);
    } else if (field.type() == AttributeType.OBJECT
        && value instanceof Map<?, ?> members
        && isDeclared(path, members)) {
      members.forEach((name, member) -> add(path + "." + name, member, mapped, problems));
    } else if (field.id() == null) {
      problems.add(path, "is an object inside another: it cannot be null.", value);
    } else {
      mapped.put(field.id(), encoder.encode(path, field, value, problems));
    }
  }

  /** Whether each member has an attribute, and can be stored under its name. */
  private boolean isDeclared(String path, Map<?, ?> members) {
    for (Map.Entry<?, ?> member : members.entrySet()) {
      if (!isStorable(path + "." + member.getKey(), member.getValue())) {
        return false;
      }
    }
    return !members.isEmpty();
  }

  private boolean isStorable(String path, @Nullable Object value) {
    FieldCodec field = fields.get(path);
    if (field == null) {
      return false;
    }
    if (field.type() == AttributeType.OBJECT && value instanceof Map<?, ?> members) {
      return isDeclared(path, members);
    }
    return field.id() != null;
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
    } else if (paths.containsKey(name) || resource.pluginIds().containsValue(name)) {
      problems.add(
          name,
          "is no attribute, and its name stands for one in the stored form: declare it.",
          value);
    } else if (!inBody && !isKept(name)) {
      problems.add(
          name,
          "is no attribute, and of undeclared names only those of lower-case letters, digits, '_'"
              + " and '-' are kept: declare it.",
          value);
    } else {
      mapped.put(name, encoder.encode(name, FieldCodec.undeclared(name), value, problems));
    }
  }

  /** Whether metadata does not change the name. */
  private static boolean isKept(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
      if (!kept) {
        return false;
      }
    }
    return true;
  }

  /** Every record passes here: plain loops, no streams. */
  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean pair =
            i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
