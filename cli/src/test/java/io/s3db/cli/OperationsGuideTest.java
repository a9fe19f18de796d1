package io.s3db.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.backfill.SyncState;
import io.s3db.server.S3dbServer;
import io.s3db.server.config.Configuration;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations guide names what there is: every state, event, warning, code and metric. */
class OperationsGuideTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern NAME = Pattern.compile("`([A-Za-z0-9_-]+)`");

  @TempDir private Path folder;

  /** The names in the first column of the table below a heading. */
  private static Set<String> listed(String heading) throws IOException {
    String guide = Files.readString(ROOT.resolve("docs/operations.md"));
    String part = guide.substring(guide.indexOf("\n## " + heading + "\n") + 4).split("\n## ")[0];
    return part.lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split(" \\| ")[0])
        .flatMap(cell -> NAME.matcher(cell).results().map(each -> each.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> found(Pattern pattern, String... folders) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String each : folders) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(each))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          pattern
              .matcher(Files.readString(file))
              .results()
              .forEach(code -> found.add(code.group(1)));
        }
      }
    }
    return found;
  }

  @Test
  void everyStateIsThere() throws IOException {
    assertThat(listed("States"))
        .isEqualTo(
            Arrays.stream(ReplicatorState.values())
                .map(ReplicatorState::word)
                .collect(Collectors.toCollection(TreeSet::new)));
    assertThat(listed("Jobs"))
        .isEqualTo(
            Arrays.stream(SyncState.values())
                .map(SyncState::word)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void everyEventIsThere() throws IOException {
    Set<String> names =
        found(
            Pattern.compile("(?m)^          \"([a-z_]+)\"[,)]"),
            "replicator/src/main/java/io/s3db/replicator/EventNames.java");
    assertThat(names).hasSameSizeAs(ReplicationEvent.class.getPermittedSubclasses());
    assertThat(listed("Events")).isEqualTo(names);
  }

  @Test
  void everyWarningIsThere() throws IOException {
    Set<String> codes =
        found(
            Pattern.compile(
                "(?:\\b(?:warn|publish|once)|\\bWarned)\\(\\s*(?:[^;\"]*?[,?]\\s*)?\"([A-Z]+(?:_[A-Z]+)*)\""),
            "replicator/src/main/java",
            "sinks");
    // The one beside it in a choice of two.
    codes.add("FIELD_DROPPED");
    assertThat(listed("Warnings")).isEqualTo(codes);
  }

  @Test
  void everyCodeOfTheJournalAndTheStateIsThere() throws IOException {
    Set<String> codes =
        found(
            Pattern.compile("\"((?:JOURNAL|STATE|WATCH|TARGET|DATABASE)_[A-Z_]+|KEY_IN_DOUBT)\""),
            "replicator/src/main/java");
    codes.removeAll(listed("Warnings"));
    // Told by the state of the watch, and in the log.
    codes.remove("WATCH_NO_DATABASE");
    assertThat(listed("Codes of a start, and of refused writes")).isEqualTo(codes);
  }

  @Test
  void everyMetricIsThere() throws Exception {
    String text =
        """
        database:
          connectionString: "file://%1$s/shop"
          resources: { orders: { attributes: { total: number } } }
        journal: { path: "%1$s/journal" }
        replicator:
          replicators:
            - { driver: s3db, resources: [orders], config: { connectionString: "file://%1$s/backup" } }
        server: { port: 0 }
        """
            .formatted(folder);
    Configuration configuration = Configuration.parse("test.yaml", text, folder, Map.of());
    try (S3dbServer server = S3dbServer.start(configuration);
        HttpClient http = HttpClient.newHttpClient()) {
      http.send(
          HttpRequest.newBuilder(server.uri().resolve("/health/live")).build(),
          HttpResponse.BodyHandlers.discarding());
      String scrape =
          http.send(
                  HttpRequest.newBuilder(server.uri().resolve("/metrics")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      Set<String> names =
          scrape
              .lines()
              .filter(line -> line.matches("# TYPE s3db_\\S+ (gauge|counter|histogram|summary)"))
              .map(line -> line.split(" ")[2])
              .filter(name -> !name.endsWith("_max"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(listed("Metrics")).isEqualTo(names);
    }
  }
}
