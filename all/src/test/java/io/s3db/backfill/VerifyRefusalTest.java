package io.s3db.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.S3dbException;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.backfill.SyncOptions;
import io.s3db.replicator.backfill.VerifyOptions;
import io.s3db.replicator.backfill.VerifyReport;
import io.s3db.store.MemoryStore;
import io.s3db.testkit.sink.MemorySink;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What cannot be verified or copied is told in one sentence. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class VerifyRefusalTest {
  private static final Duration SOON = Duration.ofSeconds(40);

  private final String name = "refusals-" + System.nanoTime();
  private final MemorySink mirror = MemorySink.mirror().register(name);
  private final MemoryStore store = MemoryStore.create(InstantSource.system());
  private final ReplicatorPlugin plugin =
      ReplicatorPlugin.builder()
          .closeTimeout(Duration.ofSeconds(1))
          .replicator(
              "memory", r -> r.id("mirror").resources("items").maxRetries(0).config("name", name))
          .build();

  @AfterEach
  void forget() {
    mirror.faults().mend();
    MemorySink.forget(name);
  }

  private S3db open() {
    S3db db = S3db.builder().store(store).plugin(plugin).connect();
    Resource items = db.createResource("items", r -> r.attribute("n", "number|optional"));
    items.insert(Document.of("id", "1", "n", 1));
    return db;
  }

  @Test
  void namesThatAreUnknownOrMissing() throws Exception {
    try (S3db _ = open()) {
      assertThatThrownBy(() -> plugin.verify("miror"))
          .hasMessage("there is no replicator 'miror': did you mean 'mirror'?");
      assertThatThrownBy(() -> plugin.sync("elsewhere"))
          .hasMessage("there is no replicator 'elsewhere': there are mirror");
      assertThatThrownBy(() -> plugin.sync(null))
          .hasMessage("the id of a replicator is null: there are mirror");
      assertThatThrownBy(() -> plugin.verify(null))
          .hasMessage("the id of a replicator is null: there are mirror");
      assertThatThrownBy(() -> plugin.sync("mirror", null))
          .hasMessage("the options of a sync are null: give it SyncOptions.all()");
      assertThatThrownBy(() -> plugin.verify("mirror", null))
          .hasMessage("the options of a verification are null: give it VerifyOptions.compare()");
      assertThatThrownBy(() -> SyncOptions.builder().filter(null))
          .hasMessage("the filter of a sync is null: leave it out");
      assertThatThrownBy(() -> SyncOptions.builder().rateLimit(0))
          .hasMessage("rateLimit 0 of a sync: it must be at least 1; leave it out for no limit");
      assertThatThrownBy(
              () -> plugin.sync("mirror", SyncOptions.builder().resources("item").build()))
          .hasMessage(
              "'item' cannot be copied to 'mirror': it is not routed there; did you mean"
                  + " 'items'?");
    }
  }

  @Test
  void aDestinationThatStandsStill() throws Exception {
    try (S3db _ = open()) {
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      plugin.pause("mirror");
      assertThatThrownBy(() -> plugin.verify("mirror"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "'mirror' is paused, so it lacks what was written since: resume it, then verify it.");
      plugin.disable("mirror");
      assertThatThrownBy(() -> plugin.verify("mirror"))
          .hasMessageContaining("'mirror' is disabled")
          .hasMessageContaining("enable it");
      plugin.enable("mirror");
      assertThat(plugin.verify("mirror").isEqual()).isTrue();
    }
  }

  @Test
  void aSecondOneAtOnceAndOneWhileTheDatabaseCloses() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      S3db db = open();
      Future<VerifyReport> first;
      try {
        assertThat(plugin.awaitReplicated(SOON)).isTrue();
        mirror.faults().refuse();
        db.resource("items").update("1", Document.of("n", 2));
        VerifyOptions patient = VerifyOptions.builder().patience(Duration.ofHours(1)).build();
        first = threads.submit(() -> plugin.verify("mirror", patient));
        await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    assertThatThrownBy(
                            () ->
                                plugin.verify(
                                    "mirror",
                                    VerifyOptions.builder().patience(Duration.ofMillis(1)).build()))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage(
                            "a verification of 'mirror' is under way already: wait until it has"
                                + " ended."));
      } finally {
        db.close();
      }
      assertThatThrownBy(first::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(S3dbException.class)
          .hasMessageContaining(
              "the verification of 'mirror' was ended because the database is closing.");
      assertThatThrownBy(() -> plugin.verify("mirror"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not running");
    }
  }
}
