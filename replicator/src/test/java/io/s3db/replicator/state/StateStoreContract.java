package io.s3db.replicator.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.replicator.Events;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.state.StateChange.Bury;
import io.s3db.replicator.state.StateChange.ClearSuspects;
import io.s3db.replicator.state.StateChange.Count;
import io.s3db.replicator.state.StateChange.DropStream;
import io.s3db.replicator.state.StateChange.Log;
import io.s3db.replicator.state.StateChange.LogWritten;
import io.s3db.replicator.state.StateChange.MapKey;
import io.s3db.replicator.state.StateChange.Mark;
import io.s3db.replicator.state.StateChange.Park;
import io.s3db.replicator.state.StateChange.SaveCheckpoint;
import io.s3db.replicator.state.StateChange.SuspectKey;
import io.s3db.replicator.state.StateChange.UnmapKey;
import io.s3db.replicator.state.StateChange.Unpark;
import io.s3db.replicator.state.StateChange.WriteFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every state promises, wherever it is kept. */
abstract class StateStoreContract {
  protected static final StreamId MAIN = StreamId.main("warehouse");
  private static final Document ORDER =
      Document.of("id", "o1", "total", 5.0, "count", 5, "note", null, "items", List.of(1, "x"));
  private static final ChangeEvent INSERT = Events.inserted(1, "orders", ORDER);
  private static final ChangeEvent UPDATE =
      Events.updated(2, "orders", ORDER, ORDER.with("total", 6.5));
  private static final ChangeEvent DELETE = Events.deleted(3, "orders", ORDER);

  protected StateStore state;

  abstract StateStore open();

  @BeforeEach
  void openState() {
    state = open();
  }

  @AfterEach
  void closeState() {
    state.close();
  }

  @Test
  void aNewStateKnowsNothing() {
    assertThat(state.checkpoint(MAIN)).isEmpty();
    assertThat(state.streams()).isEmpty();
    assertThat(state.parked(MAIN)).isEmpty();
    assertThat(state.counters("warehouse")).isEmpty();
    assertThat(state.note("journal")).isEmpty();
    assertThat(state.mappedKey("warehouse", "t", "orders", "o1")).isEmpty();
    assertThat(state.deadLetterCount("warehouse", DeadLetter.Status.DEAD)).isZero();
  }

  @Test
  void keepsCheckpointsOfAnyShape() {
    for (int period : new int[] {1, 3, 4, 255, 256}) {
      List<Position> positions = positions(new Random(period), period);
      state.apply(List.of(new SaveCheckpoint(MAIN, positions)));
      assertThat(state.checkpoint(MAIN)).as("period %d", period).contains(positions);
    }
  }

  @Test
  void streamsAreSeparateAndCanBeDropped() {
    StreamId forked = new StreamId("warehouse", "orders#0");
    List<Position> one = positions(new Random(1), 1);
    List<Position> two = positions(new Random(2), 2);
    state.apply(
        List.of(
            new SaveCheckpoint(MAIN, one),
            new SaveCheckpoint(forked, two),
            new Park(parked(forked, INSERT, 1, ""))));
    assertThat(state.streams()).containsExactlyInAnyOrder(MAIN, forked);
    state.apply(List.of(new DropStream(forked)));
    assertThat(state.streams()).containsExactly(MAIN);
    assertThat(state.parked(forked)).isEmpty();
    assertThat(state.checkpoint(MAIN)).contains(one);
  }

  @Test
  void parkedChangesComeBackInOrderAndInFull() {
    ParkedChange second = parked(MAIN, UPDATE, 2, "");
    ParkedChange first = parked(MAIN, INSERT, 1, "no such user");
    ParkedChange tenth = parked(MAIN, DELETE, 10, "");
    state.apply(List.of(new Park(second), new Park(tenth), new Park(first)));
    assertThat(state.parked(MAIN)).containsExactly(first, second, tenth);
    assertThat(state.parkedCount("warehouse")).isEqualTo(3);
    state.apply(List.of(new Unpark(MAIN, first.id())));
    assertThat(state.parked(MAIN)).containsExactly(second, tenth);
  }

  @Test
  void wholeDoublesStayDoublesInEvents() {
    state.apply(List.of(new Park(parked(MAIN, INSERT, 1, ""))));
    Document after =
        java.util.Objects.requireNonNull(state.parked(MAIN).getFirst().event().after());
    assertThat(after.get("total")).isEqualTo(5.0);
    assertThat(after.get("count")).isEqualTo(5L);
    assertThat(after.has("note")).isTrue();
  }

  @Test
  void deadLettersAreFoundByIdByStatusAndByRecord() {
    DeadLetter first = letter("warehouse", INSERT, 1);
    DeadLetter second = letter("warehouse", UPDATE, 2);
    DeadLetter elsewhere = letter("backup", INSERT, 1);
    state.apply(List.of(new Bury(second), new Bury(first), new Bury(elsewhere)));
    assertThat(state.deadLetter("warehouse", first.id())).contains(first);
    assertThat(state.deadLetters("warehouse", DeadLetter.Status.DEAD, 10))
        .containsExactly(first, second);
    assertThat(state.deadLetters("warehouse", DeadLetter.Status.DEAD, 1)).containsExactly(first);
    assertThat(state.deadLettersOf("warehouse", "orders", "o1")).containsExactly(first, second);

    state.apply(List.of(new Mark("warehouse", first.id(), DeadLetter.Status.REDRIVEN)));
    assertThat(state.deadLettersOf("warehouse", "orders", "o1")).containsExactly(second);
    assertThat(state.deadLetterCount("warehouse", DeadLetter.Status.REDRIVEN)).isEqualTo(1);
    assertThat(state.deadLetterCount("backup", DeadLetter.Status.DEAD)).isEqualTo(1);
  }

  @Test
  void deadLettersOfOneSecondAreInOrderOfTheirFractions() {
    DeadLetter late = letterAt(INSERT, "2025-10-18T10:30:00.500Z");
    DeadLetter early = letterAt(UPDATE, "2025-10-18T10:30:00Z");
    state.apply(List.of(new Bury(late), new Bury(early)));
    assertThat(state.deadLetters("warehouse", DeadLetter.Status.DEAD, 10))
        .containsExactly(early, late);
  }

  @Test
  void keysOfRowsAreRemembered() {
    Key key = new Key(Document.of("order_no", 17, "region", "eu"));
    state.apply(List.of(new MapKey("warehouse", "facts", "orders", "o1", key)));
    assertThat(state.mappedKey("warehouse", "facts", "orders", "o1")).contains(key);
    assertThat(state.mappedTargets("warehouse")).containsExactly("facts");
    assertThat(state.mappedKey("backup", "facts", "orders", "o1")).isEmpty();
    state.apply(List.of(new UnmapKey("warehouse", "facts", "orders", "o1")));
    assertThat(state.mappedKey("warehouse", "facts", "orders", "o1")).isEmpty();
  }

  @Test
  void suspectsAreKeptUntilTheyAreCleared() {
    Key one = new Key(Document.of("no", 17));
    Key other = new Key(Document.of("no", 18));
    state.apply(
        List.of(
            new SuspectKey("warehouse", "facts", "orders", "o1", one),
            new SuspectKey("warehouse", "facts", "orders", "o1", other),
            new SuspectKey("warehouse", "facts", "orders", "o1", one),
            new SuspectKey("warehouse", "facts", "orders", "o2", one)));
    assertThat(state.suspectKeys("warehouse", "facts", "orders", "o1"))
        .containsExactlyInAnyOrder(one, other);
    assertThat(state.suspectTargets("warehouse")).containsExactly("facts");
    assertThat(state.suspectTargets("backup")).isEmpty();
    state.apply(List.of(new ClearSuspects("warehouse", "facts", "orders", "o1")));
    assertThat(state.suspectKeys("warehouse", "facts", "orders", "o1")).isEmpty();
    assertThat(state.suspectKeys("warehouse", "facts", "orders", "o2")).containsExactly(one);
  }

  @Test
  void countersAddUp() {
    state.apply(
        List.of(
            new Count("warehouse", "delivered", 2),
            new Count("warehouse", "delivered", 40),
            new Count("warehouse", "skipped", 1)));
    assertThat(state.counters("warehouse"))
        .containsOnly(java.util.Map.entry("delivered", 42L), java.util.Map.entry("skipped", 1L));
  }

  @Test
  void notesAndFieldsAreKept() {
    state.note("journal", "a");
    state.note("journal", "b");
    state.apply(
        List.of(
            new WriteFields("warehouse", "facts", Set.of("id", "total")),
            new WriteFields("warehouse", "facts", Set.of("id", "status"))));
    assertThat(state.note("journal")).contains("b");
    assertThat(state.fieldsWritten("warehouse", "facts"))
        .containsExactlyInAnyOrder("id", "total", "status");
    assertThat(state.fieldsWritten("warehouse", "other")).isEmpty();
  }

  @Test
  void aLogEntryIsPendingUntilItsLastRevisionWasWritten() {
    LogEntry error = entry("1-a", LogEntry.Status.ERROR, "no column", INSERT);
    state.apply(List.of(new Log(error)));
    assertThat(state.pendingLog(10)).containsExactly(new StateStore.PendingLog(error, 1));

    LogEntry later = entry("2-b", LogEntry.Status.REDRIVEN, "", null);
    state.apply(List.of(new Log(later)));
    state.apply(List.of(new LogWritten("1-a", 1)));
    LogEntry expected = error.as(LogEntry.Status.REDRIVEN);
    assertThat(state.pendingLog(10)).containsExactly(new StateStore.PendingLog(expected, 2));

    state.apply(List.of(new LogWritten("1-a", 2)));
    assertThat(state.pendingLog(10)).isEmpty();
    assertThat(state.openLog("warehouse")).isEmpty();
  }

  @Test
  void anErrorStaysOpenAfterItWasWritten() {
    LogEntry error = entry("1-a", LogEntry.Status.ERROR, "no column", INSERT);
    state.apply(List.of(new Log(error), new LogWritten("1-a", 1)));
    assertThat(state.pendingLog(10)).isEmpty();
    assertThat(state.openLog("warehouse")).containsExactly(error);
  }

  private static LogEntry entry(
      String id, LogEntry.Status status, String error, @Nullable ChangeEvent event) {
    return new LogEntry(
        id,
        "warehouse",
        new DeliveryId(INSERT.id(), 0),
        "orders",
        "o1",
        INSERT.operation(),
        status,
        error,
        4,
        Events.at(9),
        event);
  }

  static List<Position> positions(Random random, int period) {
    List<Position> first = new ArrayList<>();
    for (int i = 0; i < period; i++) {
      first.add(new Position(3, random.nextInt(1_000_000)));
    }
    List<Position> all = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      all.add(first.get(i % period));
    }
    return all;
  }

  private static ParkedChange parked(StreamId stream, ChangeEvent event, long order, String error) {
    return new ParkedChange(
        stream,
        new DeliveryId(event.id(), 0),
        order,
        event,
        1,
        error,
        order % 2 == 1,
        Events.at(9));
  }

  private static DeadLetter letter(String replicator, ChangeEvent event, long second) {
    return new DeadLetter(
        replicator,
        new DeliveryId(event.id(), 0),
        "facts",
        event,
        "23503",
        "no such user",
        4,
        Events.at(second),
        DeadLetter.Status.DEAD);
  }

  private static DeadLetter letterAt(ChangeEvent event, String time) {
    return new DeadLetter(
        "warehouse",
        new DeliveryId(event.id(), 0),
        "facts",
        event,
        "23503",
        "no such user",
        4,
        java.time.Instant.parse(time),
        DeadLetter.Status.DEAD);
  }
}
