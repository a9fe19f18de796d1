package io.s3db.server.config;

import io.s3db.replicator.options.Nearest;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lays the parts of a configuration over each other: what it includes is below, the file itself
 * above, and the environment it is read for ({@code environments}) on top.
 */
final class Layers {
  private static final long LARGEST_FILE = 4 << 20;
  private static final int MOST_INCLUDES = 8;
  private static final String INCLUDE = "include";
  private static final String ENVIRONMENT = "environment";
  private static final String ENVIRONMENTS = "environments";

  private final Substitution substitution;
  private final List<Problem> problems;
  private final Deque<Path> open = new ArrayDeque<>();

  Layers(Substitution substitution, List<Problem> problems) {
    this.substitution = substitution;
    this.problems = problems;
  }

  /** The whole tree of a file; nothing if it cannot be read: then there is a problem. */
  Optional<Tree.Branch> read(Path file) {
    return file(file, file.toString(), Place.whole(file.toString())).map(this::withEnvironment);
  }

  /** The whole tree of a text; nothing if it cannot be read: then there is a problem. */
  Optional<Tree.Branch> read(String name, String text, Path folder) {
    return text(name, text, folder).map(this::withEnvironment);
  }

  private static Tree.Branch empty(Place place) {
    return new Tree.Branch(place, Map.of());
  }

  private Optional<Tree.Branch> file(Path file, String name, Place from) {
    Path real = file.toAbsolutePath().normalize();
    if (open.contains(real)) {
      problems.add(
          new Problem(from, INCLUDE, "include names '" + name + "', which includes this file"));
      return Optional.empty();
    }
    if (open.size() > MOST_INCLUDES) {
      problems.add(new Problem(from, INCLUDE, "include goes more than 8 files deep"));
      return Optional.empty();
    }
    open.push(real);
    try {
      return content(real, name, from).flatMap(text -> text(name, text, real.getParent()));
    } finally {
      open.pop();
    }
  }

  private Optional<String> content(Path file, String name, Place from) {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        return unreadable(name, from, "it is larger than 4 MB");
      }
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException _) {
      return unreadable(name, from, "there is no such file");
    } catch (CharacterCodingException _) {
      return unreadable(name, from, "it is not UTF-8 text");
    } catch (IOException e) {
      return unreadable(name, from, Files.isDirectory(file) ? "it is a folder" : why(e));
    }
  }

  private static String why(IOException e) {
    return e instanceof AccessDeniedException
        ? "access to it is denied"
        : e.getClass().getSimpleName();
  }

  private Optional<String> unreadable(String name, Place from, String why) {
    String file = from.line() == 0 ? "" : "The file '" + name + "' ";
    problems.add(new Problem(from, "", file + "cannot be read: " + why + "."));
    return Optional.empty();
  }

  private Optional<Tree.Branch> text(String name, String text, @Nullable Path folder) {
    int before = problems.size();
    Optional<Tree> tree = YamlReader.read(name, text, problems);
    if (tree.isEmpty()) {
      if (problems.size() == before) {
        problems.add(new Problem(new Place(name, 1, 1), "", "The file '" + name + "' is empty."));
      }
      return Optional.empty();
    }
    if (!(tree.get() instanceof Tree.Branch branch)) {
      problems.add(
          new Problem(
              tree.get().place(), "", "A configuration is an object with the key database."));
      return Optional.empty();
    }
    Path base = folder == null ? Path.of("") : folder;
    return Optional.of(
        included((Tree.Branch) Tree.mapped(branch, "", (_, leaf) -> leaf.in(base)), base));
  }

  private Tree.Branch included(Tree.Branch branch, Path folder) {
    @Nullable Tree include = branch.member(INCLUDE);
    Tree.Branch own = branch.without(INCLUDE);
    if (include == null) {
      return own;
    }
    List<Tree> names = include instanceof Tree.Items list ? list.items() : List.of(include);
    Tree below = empty(branch.place());
    for (Tree each : names) {
      if (substitution.apply(each, INCLUDE)
              instanceof Tree.Leaf(Place place, String name, boolean _, Path _)
          && !name.isBlank()) {
        Optional<Tree.Branch> tree = resolve(folder, name, place);
        below = tree.isPresent() ? Tree.overlay(below, tree.get()) : below;
      } else {
        problems.add(
            new Problem(
                each.place(), INCLUDE, "include must be the path of a file, or a list of them"));
      }
    }
    return (Tree.Branch) Tree.overlay(below, own);
  }

  private Optional<Tree.Branch> resolve(Path folder, String name, Place place) {
    try {
      return file(folder.resolve(name), name, place);
    } catch (InvalidPathException e) {
      problems.add(new Problem(place, INCLUDE, "include is no path: " + e.getReason()));
      return Optional.empty();
    }
  }

  private Tree.Branch withEnvironment(Tree.Branch whole) {
    @Nullable Tree chosen = whole.member(ENVIRONMENT);
    @Nullable Tree all = whole.member(ENVIRONMENTS);
    Tree.Branch rest = whole.without(ENVIRONMENT).without(ENVIRONMENTS);
    if (chosen == null && all == null) {
      return rest;
    }
    if (!(all instanceof Tree.Branch environments)) {
      Place place = (all == null ? whole : all).place();
      problems.add(
          new Problem(
              place,
              ENVIRONMENTS,
              "environments must be an object by name, each with what is different there"));
      return rest;
    }
    Tree.Leaf name = name(chosen, environments.place());
    if (name.text().isBlank()) {
      return rest;
    }
    @Nullable Tree over = environments.member(name.text());
    if (over == null) {
      problems.add(new Problem(name.place(), ENVIRONMENT, unknown(name.text(), environments)));
      return rest;
    }
    return over instanceof Tree.Branch ? (Tree.Branch) Tree.overlay(rest, over) : rest;
  }

  /** The one that is chosen: unless the file says how, by the variable {@code S3DB_ENV}. */
  private Tree.Leaf name(@Nullable Tree chosen, Place otherwise) {
    Tree from = chosen == null ? new Tree.Leaf(otherwise, "${S3DB_ENV:-}", false) : chosen;
    if (substitution.apply(from, ENVIRONMENT) instanceof Tree.Leaf leaf) {
      return leaf;
    }
    problems.add(
        new Problem(
            from.place(), ENVIRONMENT, "environment must be a name of one of environments"));
    return new Tree.Leaf(otherwise, "", false);
  }

  private static String unknown(String name, Tree.Branch environments) {
    return "environment is '"
        + name
        + "', which is none of environments: "
        + Nearest.of(name, environments.members().keySet())
            .map(near -> "did you mean '" + near + "'?")
            .orElseGet(() -> "there are " + String.join(", ", environments.members().keySet()));
  }
}
