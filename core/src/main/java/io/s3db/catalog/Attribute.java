package io.s3db.catalog;

import io.s3db.json.JsText;
import io.s3db.value.ShortForm;
import io.s3db.value.ShortForms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attribute of a resource, or one object that has attributes as members.
 *
 * @param path names from the top, joined by dots
 * @param definition the text or map it is defined by
 * @param type how its values are stored
 */
public record Attribute(String path, Object definition, AttributeType type) {
  /**
   * The attributes of a tree of definitions, depth first, in order; objects before their members.
   */
  public static List<Attribute> of(Map<String, Object> tree) {
    List<Attribute> found = new ArrayList<>();
    walk("", tree, found);
    return List.copyOf(found);
  }

  /** The short form of its values, if they have one. Worked out anew at each call. */
  public Optional<ShortForm> form() {
    if (definition instanceof String text) {
      return Optional.ofNullable(TextFormType.of(text).form());
    }
    // Of definitions in object form, only long lists of numbers have one.
    return type == AttributeType.SHORT ? Optional.of(ShortForms.EMBEDDING) : Optional.empty();
  }

  /** Whether its values are stored encrypted. */
  public boolean isSecret() {
    return type.secret()
        || (definition instanceof Map<?, ?> map
            && type == AttributeType.OPAQUE
            && String.valueOf(map.get("type")).startsWith("secret"));
  }

  /** Whether it belongs to a plugin of s3db.js. */
  public boolean isPlugin() {
    return definition instanceof Map<?, ?> map && map.containsKey("__plugin__");
  }

  /** The top-level name. */
  public String root() {
    int dot = path.indexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }

  private static void walk(
      String prefix, Map<String, ? extends @Nullable Object> tree, List<Attribute> found) {
    JsText.propertyOrder(tree)
        .forEach(
            (name, definition) -> {
              if (!name.startsWith("$$")) {
                add(prefix + name, definition, found);
              }
            });
  }

  @SuppressWarnings("unchecked") // the catalogue is JSON: maps have text keys only
  private static void add(String path, @Nullable Object definition, List<Attribute> found) {
    if (definition instanceof String text) {
      found.add(new Attribute(path, text, AttributeType.of(text)));
    } else if (definition instanceof Map<?, ?> map) {
      Map<String, Object> members = (Map<String, Object>) map;
      if (AttributeType.isDefinition(map)) {
        found.add(new Attribute(path, map, AttributeType.of(members)));
      } else {
        found.add(new Attribute(path, map, AttributeType.OBJECT));
        walk(path + ".", members, found);
      }
    } else {
      found.add(new Attribute(path, String.valueOf(definition), AttributeType.UNREADABLE));
    }
  }
}
