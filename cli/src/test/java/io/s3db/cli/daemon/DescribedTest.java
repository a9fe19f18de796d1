package io.s3db.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every configuration of the product description, as a file: it is good, and makes of sample
 * records what was worked out by hand. A case of {@code described/NAME.txt} is a line {@code >
 * [ACTION] RESOURCE RECORD}, then a line for each destination: {@code REPLICATOR TARGET} and the
 * row, or {@code skipped}, {@code not-listed}, {@code fails TEXT}.
 */
class DescribedTest {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final Pattern CASE =
      Pattern.compile("> (?:(insert|update|delete) )?(\\w+) (\\{.*})");
  private static final Pattern NOW =
      Pattern.compile("\"20[2-9]\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"");

  private record Case(String action, String resource, String input, List<String> expected) {}

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES.resolve("described"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".yaml", ""))
          .sorted()
          .toList();
    }
  }

  private static List<String> lines(String name) throws IOException {
    Path cases = Path.of("src/test/resources/io/s3db/cli/daemon/described").resolve(name + ".txt");
    return Files.readAllLines(cases);
  }

  private static List<Case> cases(List<String> lines) {
    List<Case> cases = new ArrayList<>();
    for (String line : lines) {
      Matcher begin = CASE.matcher(line);
      if (begin.matches()) {
        String action = begin.group(1) == null ? "insert" : begin.group(1);
        cases.add(new Case(action, begin.group(2), begin.group(3), new ArrayList<>()));
      } else if (!cases.isEmpty()) {
        cases.getLast().expected().add(line);
      }
    }
    return cases;
  }

  /** The variables that the lines before the first case set, and those that examples name. */
  private static Map<String, String> environment(List<String> lines) {
    Map<String, String> environment = new TreeMap<>(ExamplesTest.ENVIRONMENT);
    lines.stream()
        .takeWhile(line -> !line.startsWith(">"))
        .map(line -> line.split("=", 2))
        .forEach(pair -> environment.put(pair[0], pair[1]));
    return environment;
  }

  @ParameterizedTest
  @MethodSource("names")
  void isGoodAndMakesOfRecordsWhatTheDescriptionSays(String name) throws IOException {
    String file = EXAMPLES.resolve("described").resolve(name + ".yaml").toString();
    List<String> lines = lines(name);
    Map<String, String> environment = environment(lines);
    Ran check = Ran.with("", environment, "check", file, "--offline", "--json").ok();
    assertThat(check.document().get("ok")).isEqualTo(true);
    assertThat(check.document().list("routes")).isNotEmpty();
    List<Case> cases = cases(lines);
    assertThat(cases).isNotEmpty();
    for (Case each : cases) {
      Ran ran =
          Ran.with(
              each.input(),
              environment,
              "transform",
              file,
              each.resource(),
              "--action",
              each.action(),
              "--json");
      List<String> made = ran.documents().stream().map(DescribedTest::told).toList();
      assertThat(made).as("%s, %s", each.input(), ran.err()).hasSameSizeAs(each.expected());
      for (int i = 0; i < made.size(); i++) {
        assertThat(made.get(i)).matches(pattern(each.expected().get(i)));
      }
    }
  }

  private static String told(Document preview) {
    String way = preview.text("replicator") + " " + preview.text("target") + " ";
    return way
        + switch (preview.text("outcome")) {
          case "row" -> preview.document("data").toJson();
          case "failed" -> "fails " + preview.text("error");
          default -> preview.text("outcome");
        };
  }

  /** What was expected, with any time in the place of {@code "<now>"}. */
  private static String pattern(String expected) {
    String quoted = Pattern.quote(expected).replace("\"<now>\"", "\\E" + NOW + "\\Q");
    return expected.contains(" fails ")
        ? quoted.replace(" fails ", " fails \\E.*\\Q") + ".*"
        : quoted;
  }

  @Test
  void theTableNamesEveryFile() throws IOException {
    Matcher named =
        Pattern.compile("`described/([a-z-]+)\\.yaml`")
            .matcher(Files.readString(EXAMPLES.resolve("README.md")));
    List<String> listed = named.results().map(each -> each.group(1)).sorted().toList();
    assertThat(listed).isEqualTo(names());
  }

  @Test
  void withoutAnEnvironmentOfItsOwnNothingIsReplicated() {
    String file = EXAMPLES.resolve("described/environments.yaml").toString();
    assertThat(routes(file, "staging")).containsExactly("s3db users");
    assertThat(routes(file, "development")).isEmpty();
  }

  @SuppressWarnings("unchecked") // the parser gives maps with text keys only
  private static List<String> routes(String file, String environment) {
    Ran ran =
        Ran.with("", Map.of("NODE_ENV", environment), "check", file, "--offline", "--json").ok();
    return ran.document().list("routes").stream()
        .map(each -> Document.wrap((Map<String, Object>) each))
        .map(each -> each.text("driver") + " " + each.text("resource"))
        .toList();
  }
}
