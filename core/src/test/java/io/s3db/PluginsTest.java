package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.plugin.Plugin;
import io.s3db.plugin.PluginContext;
import io.s3db.store.MemoryStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginsTest {
  private final List<String> calls = new ArrayList<>();
  private final MemoryStore store = MemoryStore.create(InstantSource.system());

  /** Counts inserts of every resource. */
  private class InsertCounterPlugin implements Plugin {
    private final String name;

    InsertCounterPlugin(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void install(PluginContext context) {
      calls.add("install " + name);
    }

    @Override
    public void start(PluginContext context) {
      calls.add("start " + name);
      context.eachResource(
          resource ->
              resource.after(
                  HookPoint.INSERT,
                  record -> {
                    context.storage().increment("counts", resource.name(), 1);
                    return record;
                  }));
    }

    @Override
    public void stop() {
      calls.add("stop " + name);
    }

    @Override
    public void uninstall() {
      calls.add("uninstall " + name);
    }
  }

  private String counts() {
    return store
        .get(io.s3db.store.ObjectKey.of("plugin=insert-counter/counts"))
        .map(object -> new String(object.body(), java.nio.charset.StandardCharsets.UTF_8))
        .orElse("none");
  }

  @Test
  void areInstalledAllThenStartedAllAndStoppedInReverse() {
    try (S3db db =
        S3db.builder()
            .store(store)
            .plugin(new InsertCounterPlugin("a"))
            .plugin(new InsertCounterPlugin("b"))
            .connect()) {
      assertThat(db.plugins()).extracting(Plugin::name).containsExactly("a", "b");
    }
    assertThat(calls)
        .containsExactly("install a", "install b", "start a", "start b", "stop b", "stop a");
  }

  @Test
  void seeEveryResourceAndKeepDataOfTheirOwn() {
    try (S3db db = S3db.builder().store(store).connect()) {
      Resource early = db.createResource("early", r -> r.attribute("n", "number"));
      InsertCounterPlugin plugin = new InsertCounterPlugin("a");
      db.use(plugin);
      Resource late = db.createResource("late", r -> r.attribute("n", "number"));
      early.insert(Document.of("n", 1));
      late.insertMany(List.of(Document.of("n", 1), Document.of("n", 2)));
      assertThat(counts()).isEqualTo("{\"early\":1,\"late\":2}");

      db.uninstall(plugin, true);

      assertThat(counts()).isEqualTo("none");
      assertThat(calls).endsWith("stop a", "uninstall a");
      assertThatThrownBy(() -> db.uninstall(plugin, false))
          .hasMessage("Plugin a is none of this database.");
    }
    assertThat(calls).filteredOn("stop a"::equals).hasSize(1);
  }

  @Test
  void oneThatCannotStartStopsThoseThatDid() {
    Plugin broken =
        new InsertCounterPlugin("broken") {
          @Override
          public void start(PluginContext context) {
            throw new IllegalStateException("no licence");
          }
        };
    assertThatThrownBy(
            () ->
                S3db.builder()
                    .store(store)
                    .plugin(new InsertCounterPlugin("a"))
                    .plugin(broken)
                    .connect())
        .hasMessage("no licence");
    assertThat(calls).containsExactly("install a", "install broken", "start a", "stop a");
  }
}
