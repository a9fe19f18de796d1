package io.s3db.server.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A value of a configuration file that knows where it stands. */
sealed interface Tree {
  /** Where it begins. */
  Place place();

  /** The most values one within the other. */
  int MOST_LEVELS = 100;

  /** An object. */
  record Branch(Place place, Map<String, Tree> members) implements Tree {
    /** Copies the members, keeping their order. */
    public Branch {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    @Nullable Tree member(String name) {
      return members.get(name);
    }

    Branch without(String name) {
      Map<String, Tree> rest = new LinkedHashMap<>(members);
      rest.remove(name);
      return new Branch(place, rest);
    }
  }

  /** A list. */
  record Items(Place place, List<Tree> items) implements Tree {
    /** Copies the list. */
    public Items {
      items = List.copyOf(items);
    }
  }

  /**
   * A text, a number, true, false or null.
   *
   * @param text as it is written
   * @param plain whether it stands without quotes, so that {@code 8080} is a number
   * @param folder that of its file: what it is relative to if it is a path
   */
  record Leaf(Place place, String text, boolean plain, Path folder) implements Tree {
    Leaf(Place place, String text, boolean plain) {
      this(place, text, plain, Path.of(""));
    }

    Leaf withText(String other) {
      return new Leaf(place, other, plain, folder);
    }

    Leaf in(Path other) {
      return new Leaf(place, text, plain, other);
    }
  }

  /**
   * A tree with every value changed, each told the path of its names without positions in lists.
   */
  static Tree mapped(Tree tree, String path, BiFunction<String, Leaf, Leaf> change) {
    return switch (tree) {
      case Leaf leaf -> change.apply(path, leaf);
      case Items list ->
          new Items(
              list.place(),
              list.items().stream().map(each -> mapped(each, path + "[]", change)).toList());
      case Branch branch -> {
        Map<String, Tree> members = new LinkedHashMap<>();
        branch
            .members()
            .forEach(
                (name, each) ->
                    members.put(
                        name, mapped(each, path.isEmpty() ? name : path + "." + name, change)));
        yield new Branch(branch.place(), members);
      }
    };
  }

  /**
   * A tree with another laid over it: objects are merged member by member, everything else is
   * replaced.
   */
  static Tree overlay(Tree below, Tree above) {
    if (!(below instanceof Branch lower) || !(above instanceof Branch upper)) {
      return above;
    }
    Map<String, Tree> merged = new LinkedHashMap<>(lower.members());
    upper.members().forEach((name, tree) -> merged.merge(name, tree, Tree::overlay));
    return new Branch(upper.place(), merged);
  }
}
