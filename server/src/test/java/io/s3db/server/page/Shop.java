package io.s3db.server.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.s3db.Document;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorStatus;
import io.s3db.replicator.spi.Rejection;
import io.s3db.server.TestServer;
import io.s3db.testkit.sink.MemorySink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A daemon with three destinations for each test: {@code warehouse} takes everything, {@code fraud}
 * can be broken, {@code backup} refuses two records for good. All tests share one browser.
 */
final class Shop implements BeforeEachCallback, AfterEachCallback {
  /** What a hostile customer calls an order, in the letters that ids may have. */
  static final String HOSTILE = "<img src onerror><b>bold";

  /** What the same customer's name is. */
  static final String HOSTILE_NAME = "<img src=x onerror='window.hurt=1'>";

  private final String access;
  private final List<String> expected = new ArrayList<>();
  private Browser browser;
  private Path folder;
  private String name;
  private TestServer server;

  private Shop(String access) {
    this.access = access;
  }

  /** Whoever comes from this machine may do everything. */
  static Shop open() {
    return new Shop("");
  }

  /** A token is needed. */
  static Shop locked(String token, String readToken) {
    return new Shop("token: %s, readToken: %s, ".formatted(token, readToken));
  }

  /** One browser, or none, for all tests. */
  private record Found(Optional<Browser> browser) implements AutoCloseable {
    @Override
    public void close() {
      browser.ifPresent(Browser::close);
    }
  }

  /** The browser; a test without one is skipped. */
  static Browser browser(ExtensionContext context) {
    Found found =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(Shop.class))
            .computeIfAbsent(Found.class, _ -> new Found(Browser.find()), Found.class);
    assumeTrue(
        found.browser().isPresent(),
        "There is no browser: chromium and chromedriver must be on the PATH"
            + " (apt-get install chromium chromium-driver).");
    return found.browser().orElseThrow();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    browser = browser(context);
    name = "page-" + UUID.randomUUID();
    folder = Files.createTempDirectory("s3db-page");
    MemorySink.mirror().register(name + "-warehouse");
    MemorySink.events().register(name + "-fraud");
    MemorySink.mirror().register(name + "-backup");
    sink("backup").faults().refuse("o-2", Rejection.Kind.PERMANENT, "23502");
    sink("backup").faults().refuse(HOSTILE, Rejection.Kind.PERMANENT, "22001");
    server = TestServer.of(folder, yaml());
  }

  private String yaml() {
    return """
    database:
      connectionString: memory://%1$s
      resources:
        orders: { attributes: { userId: string|required, total: number|required } }
        users: { attributes: { name: string|required } }
    journal: { path: %2$s/journal, durability: memory }
    replicator:
      replicators:
        - id: warehouse
          driver: memory
          resources:
            orders:
              resource: order_facts
              transform: "(it) => it.total < 0 ? null : ({ id: it.id, amount: it.total })"
            users: customers
          config: { name: %1$s-warehouse }
        - id: fraud
          driver: memory
          resources: [orders]
          config: { name: %1$s-fraud }
        - id: backup
          driver: memory
          resources: [orders]
          config: { name: %1$s-backup }
    server: { %3$sport: 0 }
    """
        .formatted(name, folder, access);
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    if (server == null) {
      return;
    }
    browser.offline(false);
    List<String> complaints =
        browser.complaints(text -> expected.stream().anyMatch(text::contains));
    browser.open("about:blank");
    server.close();
    Stream.of("warehouse", "fraud", "backup").forEach(each -> MemorySink.forget(name + "-" + each));
    delete(folder);
    server = null;
    expected.clear();
    assertThat(complaints).as("what the browser complained of").isEmpty();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  Browser browser() {
    return browser;
  }

  TestServer server() {
    return server;
  }

  MemorySink sink(String replicator) {
    return MemorySink.named(name + "-" + replicator);
  }

  /** The browser will complain of answers with this status. */
  void expectStatus(int status) {
    expected.add("status of " + status);
  }

  /** The browser will complain that there is no network. */
  void expectOffline() {
    expected.add("ERR_INTERNET_DISCONNECTED");
  }

  /** Opens the page, and waits until it shows all destinations. */
  Browser show() {
    browser.size(1280, 900);
    browser.open(server.uri("/").toString());
    Wait.until(() -> browser.all(".destination").size() == 3, () -> "destinations on the page");
    return browser;
  }

  void order(String id, double total) {
    server
        .server()
        .database()
        .resource("orders")
        .insert(Map.of("id", id, "userId", HOSTILE_NAME, "total", total));
  }

  ReplicatorStatus status(String replicator) {
    return plugin().status(replicator);
  }

  ReplicatorPlugin plugin() {
    return server.server().replication().orElseThrow();
  }

  /** What the API says of a destination. */
  Document asked(String replicator) {
    return server.get("/api/v1/replicators/" + replicator).json();
  }

  void awaitState(String replicator, String state) {
    Wait.until(
        () -> asked(replicator).text("state").equals(state), () -> replicator + " is " + state);
  }

  void awaitLetters(int letters) {
    Wait.until(() -> status("backup").deadLetters() == letters, () -> letters + " dead letters");
  }
}
