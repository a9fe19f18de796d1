package io.s3db.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.s3db.json.Json;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Options.Asked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The readers of options, the published schema and the reference say the same of every option. */
class ReferenceTest {
  /** Everything there is, once; each driver as little as it needs. */
  private static final String ALL =
      """
      database: { connectionString: "memory://reference", resources: { r: { attributes: { a: string } } } }
      journal: { path: j }
      watch: { enabled: false }
      server: { port: 0 }
      replicator:
        verbose: false
        replicators:
          - { id: a, driver: postgresql, resources: { m: { resource: t } }, config: { connectionString: "postgresql://u:p@localhost:5432/w" } }
          - { id: b, driver: s3db, resources: [m], config: { connectionString: "memory://target" } }
          - { id: c, driver: sqs, resources: [m], config: { queueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/q", region: eu-west-1 } }
          - { id: d, driver: webhook, resources: [m], config: { url: "https://example.com/hook" } }
          - { id: e, driver: bigquery, resources: [m], config: { projectId: project1, datasetId: d } }
      """;

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

  /** What readers ask for and files cannot say, or say elsewhere. */
  private static final Set<String> NOT_IN_FILES =
      Set.of("replicator.resourceFilter", "replicator.journal", "replicator.watch");

  /** What the readers ask for, by path and name. */
  private static Map<String, Asked> asked() {
    Map<String, Asked> all = new TreeMap<>();
    Options.observe(
        asked -> {
          String path = asked.path().replaceFirst("^replicator\\.(journal|watch)", "$1");
          all.merge(
              path + "." + asked.name(),
              asked,
              (one, other) -> one.kind().equals("any") ? other : one);
        },
        () -> Configuration.parse("all.yaml", ALL, Path.of(""), Map.of()));
    all.keySet().removeAll(NOT_IN_FILES);
    return all;
  }

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
  void theSchemaHasTheDefaultsOfTheReaders() throws IOException {
    Map<String, Asked> asked = asked();
    List<String> wrong = new ArrayList<>();
    published()
        .forEach(
            (path, property) -> {
              Asked option = asked.get(path);
              if (option == null) {
                wrong.add(path + " is not read");
              } else if (!sameDefault(option, property.get("default"))) {
                wrong.add(
                    path + " has " + option.fallback() + ", published " + property.get("default"));
              }
            });
    assertThat(wrong).isEmpty();
  }

  private static boolean sameDefault(Asked option, Object published) {
    Object fallback = option.fallback();
    if (fallback == null || isNoLimit(option)) {
      return published == null
          || !Set.of("count", "flag", "size", "duration").contains(option.kind());
    }
    Options one =
        Options.of("", published == null ? Map.of() : Map.of("it", published), new ArrayList<>());
    return switch (option.kind()) {
      case "duration" -> fallback.equals(one.duration("it", Duration.ofDays(30_000)));
      case "size" -> fallback.equals(one.bytes("it", -1));
      case "count" -> fallback.equals(one.count("it", -1, -1, Integer.MAX_VALUE));
      case "flag" -> fallback.equals(published);
      case "switch" -> (fallback.equals(true) ? "on" : "off").equals(published);
      case "choice" -> ((Enum<?>) fallback).name().equalsIgnoreCase(word(published));
      default -> true;
    };
  }

  private static String word(Object published) {
    return String.valueOf(published).replace('-', '_');
  }

  private static boolean isNoLimit(Asked option) {
    return option.fallback() instanceof Number number
        && (number.longValue() <= 0 || number.longValue() >= Integer.MAX_VALUE)
        && !option.name().equals("maxRequestsPerHour")
        && !option.name().equals("verify");
  }

  @Test
  void whatOneOfBothRefusesTheOtherRefusesToo() throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(SchemaTest.schemaText());
    List<String> differ = new ArrayList<>();
    asked()
        .forEach(
            (path, option) -> {
              for (Object value : wrong(option.kind())) {
                String json = Json.write(with(path, value));
                boolean bySchema = !schema.validate(json, InputFormat.JSON).isEmpty();
                boolean byReader = refused(json);
                if (!bySchema || !byReader) {
                  differ.add(
                      path + " = " + value + ": schema " + bySchema + ", reader " + byReader);
                }
              }
            });
    assertThat(differ).isEmpty();
  }

  /** Values that are wrong for every option of a kind. */
  private static List<Object> wrong(String kind) {
    return switch (kind) {
      case "flag" -> List.of("perhaps", 5, Map.of());
      case "count" -> List.of("many", Map.of(), true, 1.5);
      case "duration", "size" -> List.of("soon", Map.of(), true, -1);
      case "choice" -> List.of("qqqq", Map.of());
      case "text" -> List.of(Map.of("a", 1), List.of("a"));
      case "texts" -> List.of(Map.of(), 5, List.of(Map.of()));
      default -> List.of();
    };
  }

  private static boolean refused(String json) {
    try {
      Configuration.parse("x", json, Path.of(""), Map.of());
      return false;
    } catch (InvalidConfigurationException _) {
      return true;
    }
  }

  /** The whole file with another value at one place. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> with(String path, Object value) {
    Map<String, Object> root =
        (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(ALL);
    Object at = root;
    String[] steps = path.replace("]", "").split("[.\\[]");
    for (int i = 0; i < steps.length - 1; i++) {
      if (at instanceof List<?> list) {
        at = list.get(Integer.parseInt(steps[i]));
      } else {
        at = ((Map<String, Object>) at).computeIfAbsent(steps[i], _ -> new LinkedHashMap<>());
      }
    }
    ((Map<String, Object>) at).put(steps[steps.length - 1], value);
    return root;
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

  @Test
  void everyKindOfOptionIsSeen() {
    Set<String> kinds = asked().values().stream().map(Asked::kind).collect(Collectors.toSet());

    assertThat(kinds)
        .contains("text", "secret", "flag", "count", "duration", "size", "choice", "texts");
    assertThat(new TreeSet<>(asked().keySet()))
        .hasSizeGreaterThan(100)
        .containsAll(Arrays.asList("server.port", "journal.maxSize", "watch.interval"));
  }
}
