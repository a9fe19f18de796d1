package io.s3db.server.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts the values of environment variables in place of <code>${NAME}</code> and <code>
 * ${NAME:-default}</code>, in values only and never in a transform, where they are JavaScript.
 * <code>$${NAME}</code> is the text <code>${NAME}</code>. A default is taken if the variable is not
 * set or empty.
 */
final class Substitution {
  private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{([^}:]*)(:-((?:[^}])*))?\\}");
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
  private static final String TRANSFORM = "transform";

  private final Map<String, String> environment;
  private final List<Problem> problems;
  private final Map<String, String> used = new HashMap<>();
  private final Set<String> broken = new HashSet<>();

  Substitution(Map<String, String> environment, List<Problem> problems) {
    this.environment = environment;
    this.problems = problems;
  }

  Tree apply(Tree tree, String path) {
    return switch (tree) {
      case Tree.Leaf leaf -> leaf.withText(text(leaf, path));
      case Tree.Items list -> {
        List<Tree> items = new ArrayList<>();
        for (Tree each : list.items()) {
          items.add(apply(each, path + "[" + items.size() + "]"));
        }
        yield new Tree.Items(list.place(), items);
      }
      case Tree.Branch branch -> {
        Map<String, Tree> members = new LinkedHashMap<>();
        branch
            .members()
            .forEach(
                (name, member) ->
                    members.put(
                        name,
                        name.equals(TRANSFORM) && member instanceof Tree.Leaf
                            ? member
                            : apply(member, path.isEmpty() ? name : path + "." + name)));
        yield new Tree.Branch(branch.place(), members);
      }
    };
  }

  /** A message without the values that came from the environment. */
  String redacted(String message) {
    String shown = message;
    for (Map.Entry<String, String> each : used.entrySet()) {
      if (each.getValue().length() >= 3) {
        shown = shown.replace(each.getValue(), "${" + each.getKey() + "}");
      }
    }
    return shown;
  }

  private String text(Tree.Leaf leaf, String path) {
    if (!leaf.text().contains("${")) {
      return leaf.text();
    }
    Matcher reference = REFERENCE.matcher(leaf.text());
    return reference.replaceAll(found -> Matcher.quoteReplacement(value(found, leaf, path)));
  }

  private String value(java.util.regex.MatchResult found, Tree.Leaf leaf, String path) {
    if (found.group().startsWith("$$")) {
      return found.group().substring(1);
    }
    String name = found.group(1);
    if (!name.matches(NAME)) {
      problem(leaf, path, "holds ${…} that names no environment variable: write $${ for the text");
      return "";
    }
    @Nullable String value = environment.get(name);
    @Nullable String fallback = found.group(2) == null ? null : found.group(3);
    if (fallback != null && (value == null || value.isEmpty())) {
      return fallback;
    }
    if (value == null) {
      problem(
          leaf,
          path,
          "needs the environment variable %s, which is not set: set it, or give a default: ${%s:-…}"
              .formatted(name, name));
      return "";
    }
    used.put(name, value);
    return value;
  }

  /** Whether the value at a path could not be made: whatever else is wrong with it follows. */
  boolean isBroken(String path) {
    return broken.contains(path);
  }

  private void problem(Tree.Leaf leaf, String path, String what) {
    broken.add(path);
    problems.add(new Problem(leaf.place(), path, path + " " + what));
  }
}
