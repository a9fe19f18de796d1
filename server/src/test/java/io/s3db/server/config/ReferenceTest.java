package io.s3db.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The published schema, which is held against the readers, and the reference say the same. */
class ReferenceTest {
  /** Where the objects of the reference stand in that file. */
  private static final Map<String, String> SECTIONS =
      Map.of(
          "## `database`", "database",
          "A resource:", "database.resources.r",
          "## `journal`", "journal",
          "## `watch`", "watch",
          "## `replicator`", "replicator",
          "A destination:", "replicator.replicators[0]",
          "A mapping of a resource:", "replicator.replicators[0].resources.m",
          "## `server`", "server");

  private static final Set<String> REQUIRED =
      Set.of(
          "database.connectionString",
          "database.resources.r.attributes",
          "replicator.replicators[0].driver",
          "replicator.replicators[0].resources");

  @Test
  void theReferenceHasEveryOptionWithItsTypeAndDefaultAndNoOther() throws IOException {
    Map<String, String> wanted = new TreeMap<>();
    PublishedSchema.sections()
        .forEach(
            (section, options) -> {
              if (SECTIONS.containsValue(section)) {
                options.forEach(
                    (name, says) -> wanted.put(section + "." + name, row(section, name, says)));
              }
            });
    Map<String, String> there = new TreeMap<>();
    String section = "";
    for (String line : Files.readString(Path.of("..", "docs", "configuration.md")).split("\n")) {
      section =
          Optional.ofNullable(SECTIONS.get(line)).orElse(line.startsWith("## ") ? "" : section);
      if (line.startsWith("| `")) {
        String[] cells = line.split("(?<!\\\\)\\|", -1);
        String name = section + "." + cells[1].strip().replace("`", "");
        there.put(
            name,
            plain(cells[2])
                + " | "
                + plain(cells[3])
                + " | "
                + cells[4].strip().replace("\\|", "|"));
      }
    }
    assertThat(there).isEqualTo(wanted);
  }

  private static String plain(String cell) {
    return cell.strip().replace("`", "");
  }

  private static String row(String section, String name, Map<?, ?> says) {
    String shown = says.get("default") == null ? "" : String.valueOf(says.get("default"));
    boolean required = REQUIRED.contains(section + "." + name);
    Object what = says.get("description");
    return type(says)
        + " | "
        + (required ? "required" : shown)
        + " | "
        + (what == null ? "" : what);
  }

  private static String type(Map<?, ?> says) {
    String type = PublishedSchema.type(says);
    return switch (type) {
      case "flag" -> "true, false";
      case "count" -> "number";
      case "duration" -> "time";
      case "texts" -> "text or list";
      case "array" -> "list";
      case "string" -> "text";
      case "words" -> String.join(", ", PublishedSchema.words(says));
      case "null" -> "object"; // one of several forms
      default -> type;
    };
  }
}
