package io.s3db.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads <a href="https://yaml.org/spec/1.2.2/">YAML 1.2</a>, and so JSON, as a tree. What is wrong
 * is told with its line and without the text around it, which may be a secret.
 */
final class YamlReader {
  private static final int MOST_CHARACTERS = 4 << 20;
  private static final int MOST_VALUES = 200_000;

  private final String file;
  private final List<Problem> problems;
  private int values;

  private YamlReader(String file, List<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** The tree of a text; nothing if it has none, or cannot be read: then there is a problem. */
  static Optional<Tree> read(String file, String text, List<Problem> problems) {
    return new YamlReader(file, problems).read(text);
  }

  private Optional<Tree> read(String text) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(MOST_CHARACTERS).build();
    try {
      return new Compose(settings).composeString(text).map(root -> tree(root, "", 0));
    } catch (MarkedYamlEngineException e) {
      problem(e.getProblemMark().or(e::getContextMark), "", said(e, text));
    } catch (YamlEngineException e) {
      problem(Optional.empty(), "", "is no YAML: " + firstLine(e.getMessage()));
    } catch (TooLargeException e) {
      problem(Optional.empty(), "", "holds more than a configuration can: " + e.getMessage());
    } catch (StackOverflowError _) { // the parser goes down level by level
      problem(Optional.empty(), "", "holds more than a configuration can: too many levels");
    }
    return Optional.empty();
  }

  private static String said(MarkedYamlEngineException e, String text) {
    String problem = firstLine(e.getProblem());
    String context = e.getContext() == null ? "" : " " + firstLine(e.getContext());
    return "this is no YAML"
        + context
        + ": "
        + problem
        + e.getProblemMark().map(mark -> hint(mark, text)).orElse("");
  }

  private static String hint(Mark mark, String text) {
    String line = text.lines().skip(mark.getLine()).findFirst().orElse("");
    if (line.stripTrailing().lines().anyMatch(each -> each.matches("\\s*\\t.*"))) {
      return " (a tab may not stand at the beginning of a line: use spaces)";
    }
    return line.contains("${") ? " (a value with ${…} inside { } or [ ] needs quotes)" : "";
  }

  private Tree tree(Node node, String path, int level) {
    if (level > Tree.MOST_LEVELS || ++values > MOST_VALUES) {
      throw new TooLargeException(
          level > Tree.MOST_LEVELS
              ? "more than " + Tree.MOST_LEVELS + " levels"
              : "more than " + MOST_VALUES + " values");
    }
    return switch (node) {
      case MappingNode mapping -> branch(mapping, path, level);
      case SequenceNode sequence -> items(sequence, path, level);
      case ScalarNode scalar ->
          new Tree.Leaf(place(scalar.getStartMark()), scalar.getValue(), scalar.isPlain());
      default -> throw new IllegalStateException("a node of the type " + node.getNodeType());
    };
  }

  private Tree branch(MappingNode mapping, String path, int level) {
    Map<String, Tree> members = new LinkedHashMap<>();
    Map<String, Place> keys = new LinkedHashMap<>();
    for (NodeTuple each : mapping.getValue()) {
      Place here = place(each.getKeyNode().getStartMark());
      if (!(each.getKeyNode() instanceof ScalarNode key)) {
        problems.add(new Problem(here, path, named(path) + "has a key that is no text"));
        continue;
      }
      String name = key.getValue();
      String inner = path.isEmpty() ? name : path + "." + name;
      @Nullable Place other = keys.putIfAbsent(name, here);
      if (other != null) {
        problems.add(
            new Problem(
                here, inner, inner + " is there twice: first in line " + other.line() + "."));
      }
      members.putIfAbsent(name, tree(each.getValueNode(), inner, level + 1));
    }
    return new Tree.Branch(place(mapping.getStartMark()), members);
  }

  private Tree items(SequenceNode sequence, String path, int level) {
    List<Tree> items = new ArrayList<>();
    for (Node each : sequence.getValue()) {
      items.add(tree(each, path + "[" + items.size() + "]", level + 1));
    }
    return new Tree.Items(place(sequence.getStartMark()), items);
  }

  private void problem(Optional<Mark> mark, String path, String message) {
    problems.add(new Problem(place(mark), path, message));
  }

  private Place place(Optional<Mark> mark) {
    return mark.map(at -> new Place(file, at.getLine() + 1, at.getColumn() + 1))
        .orElse(new Place(file, 1, 1));
  }

  private static String named(String path) {
    return path.isEmpty() ? "the file " : path + " ";
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "" : text.lines().findFirst().orElse("");
  }

  private static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
      super(message);
    }
  }
}
