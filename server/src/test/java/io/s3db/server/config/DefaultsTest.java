package io.s3db.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3db.json.Json;
import io.s3db.replicator.ReplicatorPlugin;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.RecursiveComparisonAssert;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the schema says of the type and the default of each option is what its reader does. */
class DefaultsTest {
  private static final String FILE =
      """
      { "database": { "connectionString": "memory://x",
                      "resources": { "r": { "attributes": { "a": "string" } } } },
        "journal": {}, "watch": {}, "server": {},
        "replicator": { "replicators": [
          { "id": "a", "driver": "postgresql", "resources": { "m": {} },
            "config": { "connectionString": "postgresql://u:p@localhost:5432/w" } },
          { "id": "b", "driver": "s3db", "resources": ["m"], "config": { "connectionString": "memory://y" } },
          { "id": "c", "driver": "sqs", "resources": ["m"],
            "config": { "region": "eu-west-1", "queueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/q" } },
          { "id": "d", "driver": "webhook", "resources": ["m"], "config": { "url": "https://example.com/" } },
          { "id": "e", "driver": "bigquery", "resources": ["m"],
            "config": { "projectId": "p-project", "datasetId": "d" } } ] } }
      """;

  /** An option of the schema, shown by its path. */
  record Option(String section, String name, Map<?, ?> says) {
    @Override
    public String toString() {
      return section + "." + name;
    }

    Configuration with(Object value) {
      Map<?, ?> file = (Map<?, ?>) Json.parse(FILE);
      Object place = file;
      for (String step : section.split("[.\\[]")) {
        place =
            step.endsWith("]")
                ? ((List<?>) place).get(Integer.parseInt(step.replace("]", "")))
                : ((Map<?, ?>) place).get(step);
      }
      put((Map<?, ?>) place, value);
      return parse(Json.write(file));
    }

    @SuppressWarnings("unchecked") // an object of JSON
    private void put(Map<?, ?> place, Object value) {
      ((Map<String, Object>) place).put(name, value);
    }
  }

  private static Configuration parse(String text) {
    return Configuration.parse("x", text, Path.of(""), Map.of());
  }

  private static Stream<Option> options() throws IOException {
    List<Option> all = new ArrayList<>();
    PublishedSchema.sections()
        .forEach(
            (section, options) ->
                options.forEach((name, says) -> all.add(new Option(section, name, says))));
    return all.stream();
  }

  static Stream<Option> withDefault() throws IOException {
    return options().filter(each -> each.says().containsKey("default"));
  }

  static Stream<Option> withoutDefault() throws IOException {
    List<String> kinds = List.of("flag", "count", "duration", "size", "words");
    return options()
        .filter(each -> !each.says().containsKey("default"))
        .filter(each -> !each.name().equals("driver")) // is required
        .filter(each -> kinds.contains(PublishedSchema.type(each.says())));
  }

  static Stream<Option> typed() throws IOException {
    return options().filter(each -> !wanted(each).isEmpty());
  }

  static Stream<Option> choices() throws IOException {
    return options()
        .filter(each -> PublishedSchema.type(each.says()).equals("words"))
        .filter(each -> !each.name().equals("driver")); // those that are there, and what to add
  }

  @ParameterizedTest
  @MethodSource("withDefault")
  void theDefaultIsWhatHoldsWithoutTheOption(Option option) {
    Object published = option.says().get("default");

    compared(option.with(published)).isEqualTo(read(parse(FILE)));
    compared(option.with(other(option, published))).isNotEqualTo(read(parse(FILE)));
  }

  @ParameterizedTest
  @MethodSource("withoutDefault")
  void whatHasNoFixedDefaultSaysWhatHoldsWithoutIt(Option option) {
    assertThat((String) option.says().get("description")).contains("Default: ");
  }

  @ParameterizedTest
  @MethodSource("typed")
  void aValueOfAnotherTypeIsRefusedWithTheTypeThatIsPublished(Option option) {
    assertThat(problems(option, Map.of("no", "value")))
        .anySatisfy(
            each -> assertThat(each).startsWith(option + " must be ").contains(wanted(option)));
  }

  @ParameterizedTest
  @MethodSource("choices")
  void aWordThatIsNoneOfThoseIsRefusedWithThoseThatArePublished(Option option) {
    assertThat(problems(option, "no-such-word"))
        .anySatisfy(
            each ->
                assertThat(each)
                    .startsWith(option + " ")
                    .contains(PublishedSchema.words(option.says())));
  }

  private static List<String> problems(Option option, Object value) {
    InvalidConfigurationException invalid =
        catchThrowableOfType(InvalidConfigurationException.class, () -> option.with(value));
    return invalid.problems().stream().map(Problem::message).toList();
  }

  /** What the reader of a type says when it gets something else. */
  private static String wanted(Option option) {
    return switch (PublishedSchema.type(option.says())) {
      case "flag" -> "true or false";
      case "count" -> "a whole number";
      case "duration" -> "milliseconds, or a time";
      case "size" -> "a number of bytes";
      case "text", "string" -> "a text";
      case "texts" -> "a list of texts";
      default -> ""; // a form of its own
    };
  }

  private static Object other(Option option, Object published) {
    List<String> words = PublishedSchema.words(option.says());
    return switch (published) {
      case Boolean truth -> !truth;
      case Number number -> number.longValue() + 1;
      case List<?> list -> list.subList(0, 1);
      default ->
          switch (PublishedSchema.type(option.says())) {
            case "duration" -> "17s";
            case "size" -> "7MB";
            case "words" -> words.get((words.indexOf(published) + 1) % words.size());
            default -> "localhost"; // a host too
          };
    };
  }

  private static RecursiveComparisonAssert<?> compared(Configuration configuration) {
    return assertThat(read(configuration))
        .usingRecursiveComparison()
        .withStrictTypeChecking()
        .ignoringFieldsMatchingRegexes(
            ".*allowed", // a function
            ".*sink.options.retries.retries"); // only whether it was told; the destination has it
  }

  /** All that was read; that of the plugin is its own affair elsewhere. */
  private static List<Object> read(Configuration configuration) {
    try {
      Field settings = ReplicatorPlugin.class.getDeclaredField("settings");
      settings.setAccessible(true);
      return List.of(
          configuration.database(),
          configuration.server(),
          settings.get(configuration.plugin().orElseThrow()));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the plugin keeps its settings elsewhere", e);
    }
  }
}
