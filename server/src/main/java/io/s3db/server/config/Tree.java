package io.s3db.server.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
   */
  record Leaf(Place place, String text, boolean plain) implements Tree {
    Leaf withText(String other) {
      return new Leaf(place, other, plain);
    }
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
