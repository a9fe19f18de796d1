package io.s3db.testkit.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.ReplicatorStatus;
import io.s3db.replicator.backfill.VerifyOptions;
import io.s3db.replicator.backfill.VerifyReport;
import io.s3db.store.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What becomes of a running pipe when the source or the destination changes its shape. Whatever it
 * is: each record arrives, or somebody is told, and a verification knows it.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
public abstract class DriftContract {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ITEMS = "items";

  @TempDir private Path folder;

  private final MemoryStore source = MemoryStore.create(InstantSource.system());
  private final List<ReplicationEvent> told = new CopyOnWriteArrayList<>();

  /** Makes one. */
  protected DriftContract() {}

  /** What changes. */
  public enum Drift {
    /** Records have a field {@code color} that none had. */
    NEW_FIELD,
    /** Records have no {@code note} any more. */
    REMOVED_FIELD,
    /** {@code note} is called {@code remark}. */
    RENAMED_FIELD,
    /** {@code total} is a text that is no number. */
    RETYPED_FIELD,
    /** The destination lost the column {@code note}. */
    COLUMN_DROPPED,
    /** The column {@code total} takes truth values only. */
    COLUMN_RETYPED,
    /** The column {@code note} must not be empty, and records without one come. */
    COLUMN_REQUIRED,
    /** The table has another name. */
    TABLE_RENAMED,
    /** The table is empty. */
    TABLE_TRUNCATED
  }

  /** What becomes of what is written then. */
  public enum Outcome {
    /** It arrives as it is, and a verification finds everything equal. */
    FOLLOWS,
    /** It arrives; rows from before are not there, which a verification finds and repairs. */
    FOUND_BY_VERIFY,
    /** It arrives, in a column of a wider type; a warning tells. A repair writes the other rows. */
    WIDENED,
    /** It arrives without the field; a warning tells. */
    LEFT_OUT,
    /** It is a dead letter, and an event tells; others arrive. */
    DEAD_LETTER,
    /** Its route pauses with a reason, and an event tells; it arrives once that is mended. */
    PAUSES
  }

  /** The driver. */
  protected abstract String driver();

  /** Its options. */
  protected abstract Map<String, Object> config();

  /** What is documented. */
  protected abstract Outcome expected(Drift drift);

  /** Changes the destination, behind the driver's back. */
  protected abstract void change(Drift drift) throws Exception;

  /** Whether the driver notices a change with the next write, and not only when it looks again. */
  protected boolean seesDriftAtOnce() {
    return true;
  }

  /** Takes the change back. */
  protected abstract void mend(Drift drift) throws Exception;

  private ReplicatorPlugin plugin() {
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .journalPath(folder.resolve("journal"))
            .replicator(
                driver(),
                r -> {
                  r.id("mirror").resources(ITEMS).maxRetries(0);
                  config().forEach(r::config);
                })
            .build();
    plugin.on(ReplicationEvent.class, told::add);
    return plugin;
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLostSilently(Drift drift) throws Exception {
    ReplicatorPlugin plugin = plugin();
    try (S3db db = S3db.builder().store(source).plugin(plugin).connect()) {
      Resource items =
          db.createResource(
              ITEMS,
              r ->
                  r.attribute("total", "number|optional")
                      .attribute("note", "string|optional")
                      .attribute("size", "number|optional"));
      for (int i = 0; i < 5; i++) {
        items.insert(Document.of("id", "old-" + i, "total", i + 0.5, "note", "n" + i));
      }
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(plugin.verify("mirror").isEqual()).isTrue();
      told.clear();
      drift(db, drift);
      db.resource(ITEMS).insert(written(drift));
      Outcome outcome = expected(drift);
      await().atMost(SOON).untilAsserted(() -> happened(plugin, drift, outcome));
      goesOn(plugin, drift, outcome);
    }
  }

  private void drift(S3db db, Drift drift) throws Exception {
    switch (drift) {
      case NEW_FIELD -> evolve(db, all -> with(all, "color", "string|optional"));
      case REMOVED_FIELD -> evolve(db, all -> without(all, "note"));
      case RENAMED_FIELD ->
          evolve(db, all -> with(without(all, "note"), "remark", "string|optional"));
      case RETYPED_FIELD -> evolve(db, all -> with(all, "total", "string|optional"));
      case COLUMN_DROPPED, COLUMN_RETYPED, COLUMN_REQUIRED, TABLE_RENAMED, TABLE_TRUNCATED ->
          change(drift);
    }
  }

  private static Document written(Drift drift) {
    Document record = Document.of("id", "new-1", "total", 9.5);
    return switch (drift) {
      case NEW_FIELD -> record.with("note", "n").with("color", "red");
      case REMOVED_FIELD, COLUMN_REQUIRED -> record;
      case RENAMED_FIELD -> record.with("remark", "r");
      case RETYPED_FIELD -> record.with("total", "a lot");
      case COLUMN_DROPPED, COLUMN_RETYPED, TABLE_RENAMED, TABLE_TRUNCATED ->
          record.with("note", "n");
    };
  }

  private void happened(ReplicatorPlugin plugin, Drift drift, Outcome outcome) throws Exception {
    ReplicatorStatus status = plugin.status("mirror");
    if (outcome == Outcome.FOUND_BY_VERIFY && !status.reason().isEmpty()) {
      plugin.pause("mirror"); // a paused route is tried again every 30 s, or now
      plugin.resume("mirror");
    }
    switch (outcome) {
      case FOLLOWS, FOUND_BY_VERIFY, WIDENED, LEFT_OUT -> {
        assertThat(plugin.awaitReplicated(Duration.ofMillis(500))).as(text(status)).isTrue();
        assertThat(status.deadLetters()).as(text(status)).isZero();
      }
      case DEAD_LETTER -> {
        assertThat(status.deadLetters()).as(text(status)).isEqualTo(1);
        assertThat(told).hasAtLeastOneElementOfType(ReplicationEvent.DeadLettered.class);
      }
      case PAUSES -> {
        assertThat(status.reason()).as(text(status)).containsIgnoringCase("items");
        assertThat(told).as(text(status)).anyMatch(DriftContract::tellsAPause);
        assertThat(status.deadLetters()).isZero();
      }
    }
    if (outcome == Outcome.LEFT_OUT || outcome == Outcome.WIDENED) {
      String code = outcome == Outcome.LEFT_OUT ? "FIELD_DROPPED" : "COLUMN_WIDENED";
      assertThat(told)
          .as("%s: %s", drift, told)
          .anyMatch(
              event ->
                  event instanceof ReplicationEvent.Warned warned && warned.code().equals(code));
    }
  }

  private static boolean tellsOfADifference(ReplicationEvent event) {
    return event instanceof ReplicationEvent.Verified verified && !verified.report().isEqual();
  }

  private static boolean tellsAPause(ReplicationEvent event) {
    return event instanceof ReplicationEvent.StateChanged;
  }

  private String text(ReplicatorStatus status) {
    return status + " told " + told;
  }

  private void goesOn(ReplicatorPlugin plugin, Drift drift, Outcome outcome) throws Exception {
    switch (outcome) {
      case FOLLOWS -> assertEqual(plugin);
      case FOUND_BY_VERIFY -> {
        VerifyReport report = plugin.verify("mirror");
        assertThat(report.isEqual()).as("%s", report).isFalse();
        await()
            .atMost(SOON)
            .untilAsserted(() -> assertThat(told).anyMatch(DriftContract::tellsOfADifference));
        assertThat(report.routes().getFirst().examples())
            .as("what was written since is there")
            .noneMatch(example -> seesDriftAtOnce() && example.key().contains("new-1"));
        plugin.verify("mirror", VerifyOptions.builder().repair(true).build());
        assertEqual(plugin);
      }
      case WIDENED -> {
        plugin.verify("mirror", VerifyOptions.builder().repair(true).build());
        assertEqual(plugin);
      }
      case LEFT_OUT -> {}
      case DEAD_LETTER -> {
        assertThat(plugin.verify("mirror").isEqual()).as("the dead letter is missing").isFalse();
        mend(drift);
        await()
            .atMost(SOON)
            .pollInterval(Duration.ofSeconds(1))
            .until(
                () -> {
                  plugin.redrive("mirror", List.of(), SOON);
                  return plugin.status("mirror").deadLetters() == 0 || isOfTheSource(drift);
                });
      }
      case PAUSES -> {
        mend(drift);
        plugin.pause("mirror");
        plugin.resume("mirror");
        await()
            .atMost(SOON)
            .until(() -> plugin.status("mirror").state() == ReplicatorState.RUNNING);
        assertThat(plugin.awaitReplicated(SOON)).as(text(plugin.status("mirror"))).isTrue();
        plugin.verify("mirror", VerifyOptions.builder().repair(true).build());
        assertEqual(plugin);
      }
    }
  }

  private static boolean isOfTheSource(Drift drift) {
    return drift == Drift.RETYPED_FIELD;
  }

  private static void assertEqual(ReplicatorPlugin plugin) throws Exception {
    VerifyReport report = plugin.verify("mirror");
    assertThat(report.isEqual()).as("%s", report).isTrue();
  }

  private static void evolve(S3db db, UnaryOperator<Map<String, Object>> attributes) {
    db.evolveResource(ITEMS, present -> changed(present.orElseThrow(), attributes));
  }

  /** A definition with other attributes. */
  protected static ResourceDefinition changed(
      ResourceDefinition definition, UnaryOperator<Map<String, Object>> attributes) {
    return new ResourceDefinition(
        definition.name(),
        attributes.apply(definition.attributes()),
        definition.behavior(),
        definition.timestamps(),
        definition.partitions(),
        definition.paranoid(),
        definition.idSize());
  }

  /** Attributes with one more, or another one. */
  protected static Map<String, Object> with(
      Map<String, Object> attributes, String name, String definition) {
    Map<String, Object> all = new LinkedHashMap<>(attributes);
    all.put(name, definition);
    return all;
  }

  /** Attributes without one. */
  protected static Map<String, Object> without(Map<String, Object> attributes, String name) {
    Map<String, Object> all = new LinkedHashMap<>(attributes);
    all.remove(name);
    return all;
  }
}
