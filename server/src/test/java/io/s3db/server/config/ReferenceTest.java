package io.s3db.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  private static Map<?, ?> schema() throws IOException {
    return (Map<?, ?>) Json.parse(SchemaTest.schemaText());
  }

  /** The properties of each section of the schema, by path and name. */
  private static Map<String, Map<?, ?>> published() throws IOException {
    Map<?, ?> schema = schema();
    Map<?, ?> defs = (Map<?, ?>) schema.get("$defs");
    Map<?, ?> top = (Map<?, ?>) schema.get("properties");
    Map<String, Map<?, ?>> all = new TreeMap<>();
    for (String section : List.of("database", "journal", "replicator", "server")) {
      add(all, section, (Map<?, ?>) top.get(section));
    }
    add(all, "watch", (Map<?, ?>) defs.get("watch"));
    add(all, "database.resources.r", (Map<?, ?>) defs.get("resource"));
    add(all, "replicator.replicators[0]", (Map<?, ?>) defs.get("replicator"));
    Map<?, ?> mapping = (Map<?, ?>) ((List<?>) ((Map<?, ?>) defs.get("way")).get("anyOf")).get(1);
    add(all, "replicator.replicators[0].resources.m", mapping);
    int index = 0;
    for (String driver : List.of("postgresql", "s3db", "sqs", "webhook", "bigquery")) {
      add(all, "replicator.replicators[" + index++ + "].config", (Map<?, ?>) defs.get(driver));
    }
    return all;
  }

  private static void add(Map<String, Map<?, ?>> all, String path, Map<?, ?> object) {
    ((Map<?, ?>) object.get("properties"))
        .forEach((name, property) -> all.put(path + "." + name, (Map<?, ?>) property));
  }

  @Test
  void theReferenceHasEveryOptionWithItsDefaultAndNoOther() throws IOException {
    Map<String, Map<?, ?>> published = published();
    Map<String, String> wanted = new TreeMap<>();
    published.forEach(
        (path, property) -> {
          if (SECTIONS.containsValue(path.substring(0, path.lastIndexOf('.')))) {
            wanted.put(path, row(path, property));
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
        there.put(name, defaultOf(cells[3]) + " " + cells[4].strip().replace("\\|", "|"));
      }
    }
    assertThat(there).isEqualTo(wanted);
  }

  private static String defaultOf(String cell) {
    return cell.strip().replace("`", "");
  }

  private static String row(String path, Map<?, ?> property) {
    String shown = property.get("default") == null ? "" : String.valueOf(property.get("default"));
    boolean required =
        Set.of(
                "database.connectionString",
                "database.resources.r.attributes",
                "replicator.replicators[0].driver",
                "replicator.replicators[0].resources")
            .contains(path);
    Object what = property.get("description");
    return (required ? "required" : shown) + " " + (what == null ? "" : what);
  }
}
