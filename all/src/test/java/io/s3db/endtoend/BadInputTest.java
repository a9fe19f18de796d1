package io.s3db.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.Replicator;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorState;
import io.s3db.store.MemoryStore;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.postgres.TestDatabase;
import io.s3db.testkit.sink.MemorySink;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users do wrong, and what they are told: the thing, and what to do about it. */
class BadInputTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final ObjectStore store = MemoryStore.create(InstantSource.system());

  @BeforeEach
  void destination() {
    MemorySink _ = MemorySink.mirror().register("bad-input");
  }

  @Test
  void namesTheNearestDriver() {
    assertThat(Complaint.of("misspelt driver", () -> plugin("postgressql", r -> {}).build()))
        .contains("replicators[0].driver", "'postgressql'", "did you mean 'postgresql'?");
  }

  @Test
  void namesAMissingAndAMisspeltOptionAtOnce() {
    assertThat(
            Complaint.of(
                "misspelt option",
                () ->
                    plugin("postgresql", r -> r.config("conectionString", "postgresql://db/shop"))
                        .build()))
        .contains("replicators[0].config.connectionString", "is required")
        .contains("conectionString", "did you mean 'connectionString'?");
  }

  @Test
  void asksForADestination() {
    assertThat(Complaint.of("no replicators", () -> ReplicatorPlugin.builder().build()))
        .contains("replicators", "name at least one destination", "enabled: false");
  }

  @Test
  void neitherFailsNorWaitsWhenPostgresqlCannotBeReached() throws Exception {
    int port = freePort();
    ReplicatorPlugin plugin = postgres("postgresql://shop:s3cret-word@127.0.0.1:" + port + "/shop");
    try (S3db db = open(plugin)) {
      db.createResource(Rig.orders()).insert(Rig.order("a", 1));
      awaitState(plugin, ReplicatorState.RETRYING);
      assertThat(Complaint.read("unreachable PostgreSQL", plugin.status("table").reason()))
          .contains("127.0.0.1:" + port, "refused")
          .doesNotContain("s3cret-word");
    }
  }

  @Test
  void stopsAtAWrongPasswordAndDoesNotShowIt() {
    try (TestDatabase database = PostgresServer.shared().createDatabase()) {
      String role = PostgresServer.shared().createRole("right-word");
      ReplicatorPlugin plugin = postgres(database.connectionString(role, "s3cret-word"));
      try (S3db db = open(plugin)) {
        db.createResource(Rig.orders()).insert(Rig.order("a", 1));
        awaitState(plugin, ReplicatorState.DENIED);
        assertThat(Complaint.read("wrong password", plugin.status("table").reason()))
            .contains("password authentication failed", role, "30 s")
            .doesNotContain("s3cret-word");
      }
    }
  }

  @Test
  void namesTheNearestResource() {
    try (S3db db = open()) {
      db.createResource(Rig.orders());
      assertThat(Complaint.of("unknown resource", () -> db.resource("ordres")))
          .contains("'ordres'", "Did you mean 'orders'?");
    }
  }

  @Test
  void saysWhatAnIdMayBe() {
    try (S3db db = open()) {
      Resource orders = db.createResource(Rig.orders());
      assertThat(Complaint.of("invalid id", () -> orders.insert(Rig.order("a/b", 1))))
          .contains("'a/b'", "'/'");
      assertThat(orders.count()).isZero();
    }
  }

  @Test
  void namesEverythingThatIsWrongWithARecord() {
    try (S3db db = open()) {
      Resource orders = db.createResource(Rig.orders());
      assertThat(
              Complaint.of(
                  "invalid record",
                  () -> orders.insert(Document.of("id", "a", "n", 1.5, "total", "much"))))
          .contains("'orders'", "customer", "'n'", "'total'");
      assertThat(orders.count()).isZero();
    }
  }

  @Test
  void leavesACorruptCatalogueAlone() {
    ObjectKey key = ObjectKey.of("s3db.json");
    byte[] damaged = "{\"version\":\"1\",\"resources\":{\"ord".getBytes(StandardCharsets.UTF_8);
    PutOutcome _ =
        store.put(key, new NewObject(damaged, "application/json", Map.of()), Precondition.none());
    assertThat(Complaint.of("corrupt s3db.json", () -> open().createResource(Rig.orders())))
        .contains("s3db.json", "Nothing was changed: restore the file from a copy");
    assertThat(store.get(key)).hasValueSatisfying(it -> assertThat(it.body()).isEqualTo(damaged));
  }

  @Test
  void leavesAnObjectFileAloneThatWasChangedByHand() throws IOException {
    Path database = folder.resolve("shop");
    String address = "file://" + database;
    try (S3db db = S3db.connect(address)) {
      db.createResource(Rig.orders());
    }
    Path catalogue = database.resolve("s3db.json");
    byte[] damaged = "{\"version\":".getBytes(StandardCharsets.UTF_8);
    Files.write(catalogue, damaged);
    assertThat(Complaint.of("file changed by hand", () -> S3db.connect(address).close()))
        .contains(catalogue.toString(), "Restore it from a copy");
    assertThat(catalogue).hasBinaryContent(damaged);
  }

  @Test
  void doesNotShareAJournalFolderWithinAProcess() {
    try (S3db _ = open(memory())) {
      assertThat(Complaint.of("folder of another instance", () -> open(memory()).close()))
          .contains(journal().toString(), "in use", "a folder and a writer name of its own");
    }
  }

  @Test
  void doesNotShareAJournalFolderWithAnotherProcess() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                FolderHolder.class.getName(),
                journal().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = other.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.lines().anyMatch("HELD"::equals)).isTrue();
      assertThat(Complaint.of("folder of another process", () -> open(memory()).close()))
          .contains(journal().toString(), "in use", "process " + other.pid(), "Stop it first");
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void noticesACopiedFolder() throws Exception {
    writeOne("a");
    Path copy = folder.resolve("copy");
    copy(journal(), copy);
    writeOne("b");
    Path original = folder.resolve("original");
    Files.move(journal(), original);
    Files.move(copy, journal());
    assertThat(needsSync("copied folder")).contains("restored or copied", journal().toString());
  }

  @Test
  void noticesAnEmptiedFolder() throws Exception {
    writeOne("a");
    Files.move(journal(), folder.resolve("elsewhere"));
    assertThat(needsSync("emptied folder")).contains("writer 'main'", journal().toString());
  }

  @Test
  void takesEveryNameAsAName() {
    String table = "or\"ders'; drop table x;--";
    String field = "na\"me'; --";
    try (TestDatabase database = PostgresServer.shared().createDatabase()) {
      ReplicatorPlugin plugin =
          ReplicatorPlugin.builder()
              .journalPath(journal())
              .replicator(
                  "postgresql",
                  r ->
                      r.id("table")
                          .resource(
                              Rig.ORDERS,
                              m ->
                                  m.to(table)
                                      .transform(
                                          order ->
                                              Document.of(
                                                  "id", order.id(), field, "it's \"so\"; --")))
                          .config("connectionString", database.connectionString()))
              .build();
      try (S3db db = open(plugin)) {
        Resource orders = db.createResource(Rig.orders());
        orders.insert(Rig.order("o'1\";--", 1));
        orders.insert(Rig.order("gone'\"", 2));
        orders.delete("gone'\"");
        assertThat(plugin.awaitReplicated(SOON)).as("%s", plugin.status()).isTrue();
        assertThat(
                database.rows(
                    "select id, \"na\"\"me'; --\" as name from \"or\"\"ders'; drop table x;--\""))
            .containsExactly(Map.of("id", "o'1\";--", "name", "it's \"so\"; --"));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void refusesAttributeNamesThatCannotBeStored() {
    try (S3db db = open()) {
      assertThat(
              Complaint.of(
                  "bad attribute type",
                  () ->
                      db.createResource(
                          ResourceDefinition.named("things")
                              .attribute("size", "nummer|required")
                              .build())))
          .contains("things", "'size'", "'nummer'", "Did you mean 'number'?");
    }
  }

  private String needsSync(String input) {
    ReplicatorPlugin plugin = memory();
    try (S3db _ = open(plugin)) {
      assertThat(plugin.status("copy").state()).isEqualTo(ReplicatorState.NEEDS_SYNC);
      return Complaint.read(input, plugin.status("copy").reason());
    }
  }

  private void writeOne(String id) throws InterruptedException {
    ReplicatorPlugin plugin = memory();
    try (S3db db = open(plugin)) {
      db.createResource(Rig.orders()).insert(Rig.order(id, 1));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
    }
  }

  private Path journal() {
    return folder.resolve("journal");
  }

  private ReplicatorPlugin memory() {
    return plugin("memory", r -> r.id("copy").config("name", "bad-input")).build();
  }

  private ReplicatorPlugin postgres(String connectionString) {
    return plugin("postgresql", r -> r.id("table").config("connectionString", connectionString))
        .closeTimeout(Duration.ofSeconds(1))
        .build();
  }

  private ReplicatorPlugin.Builder plugin(String driver, Consumer<Replicator.Builder> rest) {
    return ReplicatorPlugin.builder()
        .journalPath(journal())
        .replicator(
            driver,
            r -> {
              r.resources(Rig.ORDERS);
              rest.accept(r);
            });
  }

  private S3db open(ReplicatorPlugin plugin) {
    return S3db.builder().store(store).plugin(plugin).connect();
  }

  private S3db open() {
    return S3db.builder().store(store).connect();
  }

  private static void awaitState(ReplicatorPlugin plugin, ReplicatorState state) {
    await().atMost(SOON).until(() -> plugin.status("table").state() == state);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each)));
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
