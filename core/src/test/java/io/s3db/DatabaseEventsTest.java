package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.plugin.Plugin;
import io.s3db.plugin.PluginContext;
import io.s3db.store.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class DatabaseEventsTest {
  private static final List<String> NAMES =
      List.of(
          "db:connected",
          "db:disconnected",
          "db:metadata-uploaded",
          "db:resource-created",
          "db:resource-updated",
          "db:resource-definitions-changed",
          "db:plugin:uninstalled");

  private final MemoryStore store = MemoryStore.create(InstantSource.system());
  private final List<String> told = new CopyOnWriteArrayList<>();

  private S3db connect() {
    S3dbBuilder builder = S3db.builder().store(store);
    NAMES.forEach(
        name ->
            builder.on(
                name,
                event ->
                    told.add(
                        event.name() + " " + event.subject() + " " + event.details().toJson())));
    return builder.connect();
  }

  private void assertTold(String... events) {
    await().atMost(Duration.ofSeconds(30)).until(() -> told.size() >= events.length);
    assertThat(told).containsExactly(events);
    told.clear();
  }

  @Test
  void tellWhatThisProcessDoes() {
    try (S3db db = connect()) {
      assertTold("db:connected null {\"name\":\"" + db.name() + "\"}");
      db.createResource("orders", r -> r.attribute("n", "number"));
      db.createResource("orders", r -> r.attribute("n", "number")); // nothing to do
      db.createResource("orders", r -> r.attribute("n", "number").attribute("m", "number"));
      assertTold(
          "db:metadata-uploaded null {}",
          "db:resource-created orders {\"version\":\"v1\"}",
          "db:metadata-uploaded null {}",
          "db:resource-updated orders {\"version\":\"v2\"}");
      Quiet plugin = new Quiet();
      db.use(plugin);
      db.uninstall(plugin, true);
      assertTold("db:plugin:uninstalled QuietPlugin {\"purged\":true}");
    }
    assertTold("db:disconnected null {}");
  }

  @Test
  void tellWhatAnotherProcessChanged() {
    try (S3db db = connect();
        S3db other = S3db.builder().store(store).connect()) {
      Resource orders = db.createResource("orders", r -> r.attribute("n", "number"));
      await().atMost(Duration.ofSeconds(30)).until(() -> told.size() == 3);
      told.clear();
      other.createResource("users", r -> r.attribute("name", "string"));
      other
          .createResource("orders", r -> r.attribute("n", "number").attribute("m", "number"))
          .insert(Document.of("id", "a", "n", 1, "m", 2));
      assertThat(orders.get("a").get("m")).isEqualTo(2.0); // meets the later version
      assertTold(
          "db:resource-definitions-changed null {\"changes\":["
              + "{\"type\":\"changed\",\"resourceName\":\"orders\",\"fromVersion\":\"v1\",\"toVersion\":\"v2\"},"
              + "{\"type\":\"new\",\"resourceName\":\"users\",\"fromVersion\":null,\"toVersion\":\"v1\"}]}");
    }
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    try (S3db db = connect()) {
      db.on(
          "db:resource-created",
          _ -> {
            throw new IllegalStateException("mine");
          });
      db.on("db:resource-created", event -> told.add("still " + event.resource().orElseThrow()));
      db.createResource("orders", r -> r.attribute("n", "number"));
      await().atMost(Duration.ofSeconds(30)).until(() -> told.contains("still orders"));
    }
  }

  @Test
  void namesAreChecked() {
    assertThatThrownBy(() -> S3db.builder().on("db:resource-create", _ -> {}))
        .hasMessage(
            "there is no event 'db:resource-create' of a database: did you mean"
                + " 'db:resource-created'?");
    try (S3db db = connect()) {
      assertThatThrownBy(() -> db.on("nothing", _ -> {})).hasMessageContaining("use one of db:");
    }
  }

  private static final class Quiet implements Plugin {
    @Override
    public String name() {
      return "QuietPlugin";
    }

    @Override
    public void start(PluginContext context) {}

    @Override
    public void stop() {}
  }
}
