package io.s3db.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./s3db demo --serve}, as a process of its own. */
class ServeTest {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Pattern PAGE =
      Pattern.compile("The page is at (http://127\\.0\\.0\\.1:\\d+/)");

  @TempDir private Path folder;

  private Process start(Path out, Path err) throws IOException {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:TieredStopAtLevel=1",
            "-Xmx1g",
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            "io.s3db.demo.Demo",
            "--records",
            "40",
            "--serve")
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }

  @Test
  void keepsServicesAndThePageRunningUntilItIsEnded() throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process demo = start(out, err);
    try (HttpClient http = HttpClient.newHttpClient()) {
      await()
          .atMost(LONG)
          .until(() -> !demo.isAlive() || PAGE.matcher(Files.readString(out)).find());
      Matcher page = PAGE.matcher(Files.readString(out));
      assertThat(page.find()).as("%s%n%s", Files.readString(out), Files.readString(err)).isTrue();
      assertThat(Files.readString(out)).contains("Every destination equals the source");
      URI address = URI.create(page.group(1));
      assertThat(get(http, address)).contains("<html");
      await().atMost(LONG).until(() -> moved(http, address));
    } finally {
      demo.destroy();
    }
    assertThat(demo.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(demo.exitValue()).isEqualTo(143);
    assertThat(Files.readString(out)).contains("Everything is stopped.");
    assertThat(Files.readString(err)).doesNotContain("Exception");
    try (var left = Files.list(folder.resolve("tmp"))) {
      assertThat(left.map(each -> each.getFileName().toString()))
          .noneMatch(name -> name.startsWith("s3db-demo"));
    }
  }

  /** Whether all seven destinations run, and the ones that get every payment got a new one. */
  private static boolean moved(HttpClient http, URI page) throws Exception {
    List<Document> all =
        Document.parse(get(http, page.resolve("/api/v1/replicators"))).list("replicators").stream()
            .map(ServeTest::object)
            .toList();
    return all.size() == 7
        && all.stream().allMatch(each -> each.text("state").equals("running"))
        && all.stream()
            .filter(each -> List.of("analytics", "compliance", "backup").contains(each.text("id")))
            .allMatch(each -> each.integer("counters.attempts") > 0);
  }

  @SuppressWarnings("unchecked") // the parser gives maps with text keys only
  private static Document object(Object value) {
    return Document.wrap((Map<String, Object>) value);
  }

  private static String get(HttpClient http, URI address) throws Exception {
    return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
