package io.s3db.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.crash.Life.Place;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.testkit.file.FakeDisk.Loss;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A small history of writes that goes on over any number of crashes, and what must be true at the
 * end of it.
 */
final class CrashHistory {
  /** The writes: a record and its number, or 0 to delete it, or "-" to wait until all is quiet. */
  private static final List<Step> STEPS =
      List.of(
          new Step("a", 1),
          new Step("b", 2),
          new Step(Machine.HIDDEN, 3),
          new Step("a", 4),
          new Step(Machine.POISON, 5),
          Step.QUIET,
          new Step("b", 0),
          new Step(Machine.HIDDEN, 6),
          new Step("b", 7),
          new Step(Machine.POISON, 8),
          Step.QUIET,
          new Step("a", 9),
          new Step("a", 0),
          new Step("c", 10),
          new Step("b", 11));

  private record Step(String id, long n) {
    static final Step QUIET = new Step("-", 0);
  }

  /** A change as anybody outside can tell it from others. */
  private record Change(String id, Operation operation, long n) {}

  private final Machine machine;
  private final Loss loss;
  private final String context;
  private final Map<String, Long> records = new TreeMap<>();
  private final List<Change> changes = new ArrayList<>();
  private int next;
  private @Nullable Change underWay;

  CrashHistory(long seed, Loss loss, String context) {
    this.machine = new Machine(seed);
    this.loss = loss;
    this.context = context;
  }

  /** Lives until a step of a place, or to the end of the history; returns whether it crashed. */
  boolean live(Place place, int step) throws InterruptedException {
    Life life = Life.endingAt(place, step);
    machine.arm(life, place, step);
    live(life);
    boolean crashed = life.isOver();
    life.end();
    machine.restart(crashed ? loss : Loss.NOTHING);
    return crashed;
  }

  private void live(Life life) throws InterruptedException {
    CrashPlugin plugin = new CrashPlugin(machine, life);
    try (S3db db = S3db.builder().store(machine.store).plugin(plugin).connect()) {
      findOut(db, plugin, life);
      Resource items = db.resource(Machine.ITEMS);
      while (next < STEPS.size() && !life.isOver()) {
        take(STEPS.get(next), items, plugin, life);
      }
      assertThat(plugin.settle() || life.isOver())
          .as("%s: everything is delivered in time; %s", context, plugin)
          .isTrue();
    } catch (RuntimeException | Error e) {
      if (!life.isOver() || e instanceof AssertionError) {
        throw e;
      }
    }
  }

  private void take(Step step, Resource items, CrashPlugin plugin, Life life)
      throws InterruptedException {
    next++;
    if (step.equals(Step.QUIET)) {
      assertThat(plugin.settle() || life.isOver()).as("%s: %s", context, plugin).isTrue();
      return;
    }
    Long before = records.get(step.id());
    if (step.n() == 0 && before == null) {
      return;
    }
    underWay =
        new Change(
            step.id(),
            step.n() == 0 ? Operation.DELETE : before == null ? Operation.INSERT : Operation.UPDATE,
            step.n() == 0 ? before : step.n());
    switch (underWay.operation()) {
      case INSERT -> items.insert(Document.of("id", step.id(), "n", step.n()));
      case UPDATE -> items.update(step.id(), Document.of("n", step.n()));
      case DELETE -> items.delete(step.id());
    }
    note(underWay);
  }

  private void note(Change change) {
    changes.add(change);
    underWay = null;
    if (change.operation() == Operation.DELETE) {
      records.remove(change.id());
    } else {
      records.put(change.id(), change.n());
    }
  }

  /** Whether the write that a crash interrupted took effect: the source tells, once it is sure. */
  private void findOut(S3db db, CrashPlugin plugin, Life life) {
    boolean certain = plugin.resolve();
    if (life.isOver()) {
      return;
    }
    assertThat(certain).as("%s: doubts are resolved", context).isTrue();
    Map<String, Long> source = source(db);
    Change interrupted = underWay;
    underWay = null;
    if (interrupted != null && !source.equals(records)) {
      note(interrupted);
    }
    assertThat(source).as("%s: the source holds what was acknowledged", context).isEqualTo(records);
  }

  private static Map<String, Long> source(S3db db) {
    Map<String, Long> source = new TreeMap<>();
    try (Stream<Document> all = db.resource(Machine.ITEMS).stream()) {
      all.forEach(item -> source.put(item.id(), item.integer("n")));
    }
    return source;
  }

  /** Lives to the end without a crash, and checks every promise. */
  void finishAndCheck() throws InterruptedException {
    assertThat(live(Place.STORE, Integer.MAX_VALUE)).isFalse();
    checkMirror();
    checkEvents();
    checkCounters(CrashPlugin.MIRROR);
    checkCounters(CrashPlugin.EVENTS);
  }

  private void checkMirror() {
    Map<String, Long> expected = new TreeMap<>(records);
    expected.remove(Machine.HIDDEN);
    expected.remove(Machine.POISON);
    Map<String, Long> rows = new TreeMap<>();
    machine.mirror.rows(Machine.ITEMS).forEach(row -> rows.put(row.id(), row.integer("n")));
    assertThat(rows).as("%s: the mirror equals the source", context).isEqualTo(expected);
  }

  private void checkEvents() {
    List<Change> expected =
        changes.stream()
            .filter(change -> !change.id().equals(Machine.HIDDEN))
            .filter(change -> !change.id().equals(Machine.POISON))
            .toList();
    Map<Change, String> ids = new HashMap<>();
    Map<String, Set<Change>> told = new TreeMap<>();
    for (Delivery delivery : machine.events.delivered()) {
      Document data = Optional.ofNullable(delivery.data()).orElseThrow();
      Change change = new Change(delivery.recordId(), delivery.operation(), data.integer("n"));
      String id = delivery.id().toString();
      assertThat(ids.computeIfAbsent(change, _ -> id))
          .as("%s: a repetition of %s has the same id", context, change)
          .isEqualTo(id);
      told.computeIfAbsent(change.id(), _ -> new LinkedHashSet<>()).add(change);
    }
    assertThat(ids.values()).as("%s: each change has its id", context).doesNotHaveDuplicates();
    Map<String, List<Change>> inOrder = new TreeMap<>();
    expected.forEach(each -> inOrder.computeIfAbsent(each.id(), _ -> new ArrayList<>()).add(each));
    Map<String, List<Change>> toldInOrder = new TreeMap<>();
    told.forEach((id, each) -> toldInOrder.put(id, List.copyOf(each)));
    assertThat(toldInOrder)
        .as("%s: every change that took effect, no other, in order", context)
        .isEqualTo(inOrder);
  }

  private void checkCounters(String destination) {
    Map<String, Long> counters = machine.state.counters(destination);
    long settled = 0;
    for (String name : List.of("delivered", "superseded", "skipped", "deadLettered")) {
      settled += counters.getOrDefault(name, 0L);
    }
    String outcomes = "%s: outcomes at %s add up: %s".formatted(context, destination, counters);
    if (loss == Loss.NOTHING) {
      assertThat(settled).as(outcomes).isEqualTo(changes.size());
      assertThat(counters.getOrDefault("skipped", 0L)).as(context).isEqualTo(of(Machine.HIDDEN));
    } else {
      // A change whose outcome was not on disk yet is delivered again, and counted again.
      assertThat(settled).as(outcomes).isGreaterThanOrEqualTo(changes.size());
    }
    if (destination.equals(CrashPlugin.EVENTS)) {
      assertThat(
              machine.state.deadLetters(destination, DeadLetter.Status.DEAD, 100).stream()
                  .map(letter -> letter.event().recordId()))
          .as("%s: dead letters", context)
          .hasSize((int) of(Machine.POISON))
          .containsOnly(Machine.POISON);
    }
  }

  private long of(String id) {
    return changes.stream().filter(change -> change.id().equals(id)).count();
  }
}
