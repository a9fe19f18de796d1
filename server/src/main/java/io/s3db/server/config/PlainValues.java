package io.s3db.server.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;

/** The values of a tree as readers of options take them, and where each stands. */
final class PlainValues {
  private static final ScalarResolver SCALARS = new CoreScalarResolver(false);

  private final Map<String, Place> places = new HashMap<>();

  /** The members of a tree by name. */
  Map<String, @Nullable Object> of(Tree.Branch root) {
    return members(root, "");
  }

  /** Where the value of a path stands, or the nearest one around it that is there. */
  Place place(String text) {
    return Objects.requireNonNull(places.get(known(text)));
  }

  /** The path with which a message begins: {@code a.b[0].c} of {@code a.b[0].c is required}. */
  String path(String text) {
    int space = text.indexOf(' ');
    String word = space < 0 ? text : text.substring(0, space);
    String known = known(text);
    return known.length() > word.length() ? known : word;
  }

  private String known(String text) {
    String longest = "";
    for (String path : places.keySet()) {
      if (path.length() > longest.length() && isAt(path, text)) {
        longest = path;
      }
    }
    return longest;
  }

  private static boolean isAt(String path, String text) {
    return text.startsWith(path)
        && (text.length() == path.length() || " .[".indexOf(text.charAt(path.length())) >= 0);
  }

  private Map<String, @Nullable Object> members(Tree.Branch branch, String path) {
    places.put(path, branch.place());
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    branch
        .members()
        .forEach(
            (name, member) ->
                values.put(name, value(member, path.isEmpty() ? name : path + "." + name)));
    return values;
  }

  private @Nullable Object value(Tree tree, String path) {
    places.put(path, tree.place());
    return switch (tree) {
      case Tree.Branch branch -> members(branch, path);
      case Tree.Items list -> {
        List<@Nullable Object> items = new ArrayList<>();
        for (Tree each : list.items()) {
          items.add(value(each, path + "[" + items.size() + "]"));
        }
        yield items;
      }
      case Tree.Leaf leaf -> leaf.plain() ? scalar(leaf.text()) : leaf.text();
    };
  }

  /** What a value without quotes stands for, by the core schema of YAML 1.2. */
  private static @Nullable Object scalar(String text) {
    Tag tag = SCALARS.resolve(text, true);
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return Boolean.valueOf(text);
    }
    return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? number(text) : text;
  }

  /** A number, or the text if it is one that only computers write: {@code 0x1F}, {@code .inf}. */
  private static Object number(String text) {
    try {
      return text.matches("[-+]?\\d{1,18}") ? (Object) Long.valueOf(text) : finite(text);
    } catch (NumberFormatException _) {
      return text;
    }
  }

  private static Object finite(String text) {
    double number = Double.parseDouble(text);
    return Double.isFinite(number) ? number : text;
  }
}
