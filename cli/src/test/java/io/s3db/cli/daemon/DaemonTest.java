package io.s3db.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.cli.Command;
import io.s3db.cli.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon as it is started by a newcomer, and the commands that operate it. */
class DaemonTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private String file = "";
  private String source = "";
  private String backup = "";

  @BeforeEach
  void configure() throws Exception {
    file = folder.resolve("s3db.yaml").toString();
    source = "file://" + folder.resolve("data");
    backup = "file://" + folder.resolve("backup");
    Files.writeString(
        Path.of(file),
        """
        database:
          connectionString: "%s"
          resources:
            orders: { attributes: { userId: string|required, total: number|required } }
        journal: { path: %s }
        replicator:
          replicators:
            - id: backup
              driver: s3db
              resources: [orders]
              config: { connectionString: "%s" }
        """
            .formatted(source, folder.resolve("journal"), backup));
  }

  private long copied() {
    Ran ran = Ran.s3db("list", "orders", "--json", "--db", backup);
    return ran.code() == 0 ? ran.documents().size() : 0;
  }

  @Test
  void isOperatedWhileItRunsAndDrainsAtItsEnd() throws Exception {
    try (Command daemon = Command.start(folder, "run", file, "--port", "0", "--log", "json")) {
      String url = address(daemon);
      Document stored =
          Ran.s3db("insert", "orders", "id=o1", "userId=alice", "total=5", "--json", "--url", url)
              .ok()
              .document();
      assertThat(stored).isEqualTo(Document.of("id", "o1", "userId", "alice", "total", 5));
      await().atMost(LONG).until(() -> copied() == 1);

      Ran.s3db("pause", "backup", "--url", url).ok();
      Ran.reading(
              "{\"id\":\"o2\",\"userId\":\"b\",\"total\":1}\n"
                  + "{\"id\":\"o1\",\"userId\":\"b\",\"total\":2}",
              "import",
              "orders",
              "--upsert",
              "--url",
              url)
          .ok();
      assertThat(copied()).isEqualTo(1);
      Document paused = Ran.s3db("status", "--json", "--url", url).ok().document();
      assertThat(paused.text("state")).isEqualTo("paused");
      assertThat(Ran.s3db("query", "orders", "total=2", "--json", "--url", url).ok().documents())
          .extracting(Document::id)
          .containsExactly("o1");
      Ran.s3db("resume", "backup", "--url", url).ok();
      await().atMost(LONG).until(() -> copied() == 2);

      assertThat(Ran.s3db("sync", "backup", "--url", url).ok().out()).contains("2 records");
      assertThat(Ran.s3db("redrive", "--url", url).ok().err()).contains("no dead letters");
      assertThat(Ran.s3db("insert", "orders", "userId=b", "total=x", "--url", url).err())
          .contains("total");
      assertThat(Ran.s3db("delete", "orders", "o2", "--url", url).ok().err()).isEmpty();
      assertThat(Ran.s3db("get", "orders", "o2", "--url", url).code()).isEqualTo(1);
      assertThat(Ran.s3db("resources", "--url", url).ok().out()).contains("orders");
      assertThat(Ran.s3db("count", "orders", "--url", url).ok().out()).isEqualTo("1\n");
      assertThat(Ran.s3db("count", "orders", "total>2", "--url", url).ok().out()).isEqualTo("0\n");

      daemon.signal("TERM");
      assertThat(daemon.code()).as(daemon.errors()).isEqualTo(143);
      assertThat(daemon.errors().lines())
          .isNotEmpty()
          .allSatisfy(line -> assertThat(Document.parse(line).text("level")).isNotEmpty());
    }
    assertThat(copied()).isEqualTo(1);
  }

  private static String address(Command daemon) {
    Pattern said = Pattern.compile("S3DB runs at (http://\\S+) ");
    return await()
        .atMost(LONG)
        .until(
            () -> {
              Matcher found = said.matcher(daemon.output());
              return found.find() ? found.group(1) : "";
            },
            text -> !text.isEmpty());
  }

  @Test
  void isOperatedWhileItIsStopped() {
    Ran insert = Ran.s3db("insert", "orders", "id=o1", "userId=a", "total=1", "--config", file);
    assertThat(insert.ok().err()).doesNotContain("Note");
    assertThat(copied()).isEqualTo(1);
    assertThat(Ran.s3db("status", "--json", "--config", file).ok().document().id())
        .isEqualTo("backup");
    Ran.s3db("pause", "backup", "--config", file).ok();
    Ran.s3db("insert", "orders", "id=o2", "userId=a", "total=1", "--config", file).ok();
    assertThat(copied()).isEqualTo(1);
    Ran.s3db("resume", "backup", "--config", file).ok();
    await().atMost(LONG).until(() -> copied() == 2 || reopened());
    assertThat(copied()).isEqualTo(2);
    String there = "--config";
    assertThat(Ran.s3db("count", "orders", there, file).ok().out()).isEqualTo("2\n");
    assertThat(Ran.s3db("explain", "orders/o1", there, file).ok().out()).contains("backup (s3db)");
    assertThat(Ran.s3db("verify", "backup", there, file).ok().out()).contains("source = backup");
    assertThat(Ran.s3db("sync", "backup", there, file).ok().out()).contains("2 records");
    assertThat(Ran.s3db("redrive", there, file).ok().err()).contains("no dead letters");
    assertThat(Ran.s3db("purge", "orders/o2", there, file).err()).contains("Here: --existing.");
    Ran.s3db("delete", "orders", "o2", there, file).ok();
    assertThat(Ran.s3db("purge", "orders/o2", there, file).ok().out()).contains("journal");
    assertThat(Ran.s3db("disable", "backup", there, file).ok().out()).contains("disabled");
    Ran.s3db("enable", "backup", there, file).ok();
    await().atMost(LONG).until(() -> state().equals("needs-sync"));
    Ran.s3db("sync", "backup", there, file).ok();
    assertThat(state()).isEqualTo("running");
  }

  private String state() {
    return Ran.s3db("status", "--json", "--config", file).ok().document().text("state");
  }

  /** Every opening delivers what waits. */
  private boolean reopened() {
    Ran.s3db("status", "--config", file).ok();
    return false;
  }

  @Test
  void aSecondOneOnTheSameJournalIsRefused() throws Exception {
    try (Command daemon = Command.start(folder, "run", file, "--port", "0")) {
      address(daemon);
      Ran second = Ran.s3db("status", "--config", file);
      assertThat(second.code()).isEqualTo(1);
      assertThat(second.err())
          .contains(folder.resolve("journal").toString(), "--url http://127.0.0.1:8080")
          .doesNotContain("\tat ");
      try (Command run = Command.start(folder, "run", file, "--port", "0")) {
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errors())
            .contains(
                folder.resolve("journal").toString(), "is in use by", "--url http://127.0.0.1:")
            .doesNotContain("Changes are recorded", "\tat ", "Exception");
        assertThat(run.output()).isEmpty();
      }
    }
  }

  @Test
  void aFileMeansTheSameFromAnyFolder() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path shop = Files.createDirectory(folder.resolve("shop"));
    Ran.s3db("init", shop.resolve("s3db.yaml").toString()).ok();
    String[] insert = {"insert", "orders", "id=o1", "userId=a", "total=1", "--config"};
    String[] named = Arrays.copyOf(insert, insert.length + 1);
    named[insert.length] = shop.resolve("s3db.yaml").toString();

    try (Command command = Command.start(elsewhere, named)) {
      assertThat(command.code()).as(command.errors()).isZero();
    }

    assertThat(shop).isDirectoryContaining("glob:**/data").isDirectoryContaining("glob:**/journal");
    assertThat(elsewhere).isDirectoryNotContaining(path -> Files.isDirectory(path));
    backup = "file://" + shop.resolve("backup");
    assertThat(copied()).isEqualTo(1);
  }

  @Test
  void refusesAPortThatIsNone() {
    assertThat(Ran.s3db("run", file, "--port", "70000").code()).isEqualTo(2);
  }
}
