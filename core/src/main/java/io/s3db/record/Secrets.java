package io.s3db.record;

import io.s3db.Document;
import io.s3db.catalog.Attribute;
import io.s3db.catalog.CatalogResource;
import io.s3db.json.JsNumber;
import io.s3db.secret.Vault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Opens the secrets of a resource's records. */
final class Secrets {
  /** What an absent value becomes; a decision, because null is a value. */
  private sealed interface Opened {
    record Value(@Nullable Object value) implements Opened {}

    record Absent() implements Opened {}
  }

  private final String resource;
  private final Vault vault;
  private final List<String> paths;

  Secrets(CatalogResource resource, Vault vault) {
    this.resource = resource.name();
    this.vault = vault;
    this.paths =
        resource.attributes().stream()
            .filter(attribute -> attribute.type().secret())
            .map(Attribute::path)
            .toList();
  }

  boolean any() {
    return !paths.isEmpty();
  }

  /** The document with each secret opened; the same one if there are none. */
  Document open(Document sealed) {
    return replace(
        sealed,
        (path, stored) ->
            stored instanceof String text ? meant(path, text) : new Opened.Value(stored));
  }

  /** The document with the secrets that were just closed in it. */
  Document openAs(Document sealed, Document given) {
    return replace(
        sealed,
        (path, stored) -> {
          Object value = given.get(path);
          return new Opened.Value(value == null || stored == null ? stored : text(value));
        });
  }

  /** s3db.js encrypts the words null and undefined where there is no value. */
  private Opened meant(String path, String stored) {
    String text = vault.open(resource, path, stored);
    return switch (text) {
      case "undefined" -> new Opened.Absent();
      case "null" -> new Opened.Value(null);
      default -> new Opened.Value(text);
    };
  }

  private static String text(Object value) {
    return value instanceof Number number ? JsNumber.text(number) : String.valueOf(value);
  }

  private Document replace(Document document, BiFunction<String, @Nullable Object, Opened> change) {
    Map<String, @Nullable Object> root = null;
    for (String path : paths) {
      if (document.get(path) != null) {
        root = root == null ? new LinkedHashMap<>(document.toMap()) : root;
        replace(root, path, path, change);
      }
    }
    return (root == null ? document : Document.wrap(root)).hiding(paths);
  }

  private static void replace(
      Map<String, @Nullable Object> members,
      String rest,
      String path,
      BiFunction<String, @Nullable Object, Opened> change) {
    int dot = rest.indexOf('.');
    if (dot < 0) {
      switch (change.apply(path, members.get(rest))) {
        case Opened.Value(var value) -> members.put(rest, value);
        case Opened.Absent() -> members.remove(rest);
      }
    } else if (members.get(rest.substring(0, dot)) instanceof Map<?, ?> inner) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      inner.forEach((name, member) -> copy.put((String) name, member));
      replace(copy, rest.substring(dot + 1), path, change);
      members.put(rest.substring(0, dot), copy);
    }
  }
}
