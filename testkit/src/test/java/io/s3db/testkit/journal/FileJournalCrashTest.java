package io.s3db.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.plugin.PendingWrite;
import io.s3db.replicator.journal.EventId;
import io.s3db.replicator.journal.FileJournal;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.Journal.Change;
import io.s3db.replicator.journal.Journal.InDoubt;
import io.s3db.replicator.journal.Journal.Logged;
import io.s3db.replicator.journal.Journal.Outcome;
import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.journal.JournalOptions;
import io.s3db.replicator.journal.JournalOptions.Durability;
import io.s3db.replicator.journal.Position;
import io.s3db.testkit.file.FakeDisk;
import io.s3db.testkit.file.FakeDisk.Loss;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The machine stops at every file operation in turn; then the journal is opened again. */
class FileJournalCrashTest {
  private static final Path FOLDER = Path.of("/journal");

  @Test
  void losesAndInventsNothingWhereverTheProcessEnds() {
    everyCrash(Durability.DISK, Loss.NOTHING, 11);
    everyCrash(Durability.PROCESS, Loss.NOTHING, 12);
  }

  @Test
  void losesAndInventsNothingWhereverThePowerIsCut() {
    everyCrash(Durability.DISK, Loss.EVERYTHING, 13);
    everyCrash(Durability.DISK, Loss.SOME, 14);
  }

  @Test
  void randomHistories() {
    histories(40, System.nanoTime());
  }

  @Test
  @Tag("long")
  void manyRandomHistories() {
    histories(5_000, System.nanoTime());
  }

  private static void everyCrash(Durability durability, Loss loss, long seed) {
    for (int operation = 1; ; operation++) {
      History history = new History(seed, durability);
      boolean crashed = history.runAndCrashAt(operation, loss);
      if (!crashed) {
        assertThat(operation).as("operations of the history").isGreaterThan(100);
        return;
      }
    }
  }

  private static void histories(int count, long firstSeed) {
    for (int i = 0; i < count; i++) {
      Random choice = new Random(firstSeed + i);
      Loss loss = List.of(Loss.NOTHING, Loss.EVERYTHING, Loss.SOME).get(choice.nextInt(3));
      boolean keepsAll = loss == Loss.NOTHING && choice.nextBoolean();
      History history = new History(firstSeed + i, keepsAll ? Durability.PROCESS : Durability.DISK);
      for (int crash = 0; crash < 4; crash++) {
        history.runAndCrashAt(1 + choice.nextInt(150), loss);
      }
    }
  }

  /** What one user of a journal did and saw, over any number of crashes. */
  private static final class History {
    private final long seed;
    private final Random random;
    private final FakeDisk disk;
    private final JournalOptions options;

    /** Acknowledged intents, in order. */
    private final Map<EventId, PendingWrite> accepted = new LinkedHashMap<>();

    private final Map<EventId, Outcome> told = new LinkedHashMap<>();

    /** What a destination has taken, and where it goes on. */
    private final Map<EventId, Position> consumed = new LinkedHashMap<>();

    private Position checkpoint = Position.START;
    private final Map<String, Integer> numbers = new HashMap<>();

    History(long seed, Durability durability) {
      this.seed = seed;
      this.random = new Random(seed);
      this.disk = new FakeDisk(new Random(seed + 1));
      this.options =
          JournalOptions.defaults()
              .withDurability(durability)
              .withSegmentBytes(4096)
              .withTailCacheBytes(1500);
    }

    boolean runAndCrashAt(int operation, Loss loss) {
      disk.crashAt(operation);
      boolean crashed = use();
      disk.restart(crashed ? loss : Loss.NOTHING);
      String context = "seed " + seed + ", operation " + operation + ", loss " + loss;
      try (Journal journal = open()) {
        check(journal, context);
      } catch (JournalException e) {
        throw new AssertionError(context, e);
      }
      return crashed;
    }

    private FileJournal open() {
      return FileJournal.open(
          FOLDER, options, disk, InstantSource.system(), new Random(random.nextLong()));
    }

    /** Two openings with some writes each; returns whether the machine stopped. */
    private boolean use() {
      for (int i = 0; i < 2 && !disk.isDown(); i++) {
        try (Journal journal = open()) {
          journal.inDoubt().forEach(doubt -> settle(journal, doubt));
          for (int step = 0; step < 25 && !disk.isDown(); step++) {
            step(journal);
          }
        } catch (JournalException e) {
          assertThat(disk.isDown()).as("seed %d: %s", seed, e).isTrue();
        }
      }
      return disk.isDown();
    }

    private void step(Journal journal) {
      if (random.nextInt(8) == 0) {
        consume(journal);
        journal.release(checkpoint);
        return;
      }
      String key = "key-" + random.nextInt(5);
      PendingWrite write = Writes.update(key, numbers.merge(key, 1, Integer::sum));
      Logged logged;
      try {
        logged = journal.intend(write);
      } catch (JournalException e) {
        return; // perhaps on disk all the same, then in doubt at the next open
      }
      accepted.put(logged.id(), write);
      int fate = random.nextInt(10);
      if (fate < 9) {
        tell(journal, logged, fate < 7 ? Outcome.APPLIED : Outcome.VOID);
      }
    }

    private void tell(Journal journal, Logged logged, Outcome outcome) {
      told.remove(logged.id()); // told again after a crash: it comes later now
      told.put(logged.id(), outcome);
      journal.outcome(logged, outcome);
    }

    /** The store knows what was applied: an outcome told before the crash is found again. */
    private void settle(Journal journal, InDoubt doubt) {
      EventId id = doubt.logged().id();
      Outcome known = told.get(id);
      Outcome outcome = known == null ? Outcome.VOID : known;
      accepted.putIfAbsent(id, doubt.write());
      tell(journal, doubt.logged(), outcome);
    }

    private void consume(Journal journal) {
      for (Change change : JournalContract.all(journal, checkpoint)) {
        consumed.put(change.event().id(), change.position());
      }
      checkpoint = journal.end();
    }

    private void check(Journal journal, String context) {
      List<EventId> doubted = new ArrayList<>();
      for (InDoubt doubt : journal.inDoubt()) {
        doubted.add(doubt.logged().id());
        PendingWrite known = accepted.get(doubt.logged().id());
        if (known != null) {
          assertThat(doubt.write()).as(context).isEqualTo(known);
        }
      }
      List<Change> changes = JournalContract.all(journal, checkpoint);
      List<EventId> read = changes.stream().map(change -> change.event().id()).toList();
      assertThat(doubted).as(context).doesNotHaveDuplicates().noneMatch(read::contains);
      assertThat(read).as(context).doesNotHaveDuplicates();
      for (Change change : changes) {
        EventId id = change.event().id();
        assertThat(told.get(id)).as("%s: %s", context, id).isEqualTo(Outcome.APPLIED);
        assertThat(change.event().version())
            .as(context)
            .isEqualTo(Objects.requireNonNull(accepted.get(id)).version());
      }
      Set<EventId> there = new HashSet<>(read);
      there.addAll(doubted);
      there.addAll(consumed.keySet());
      accepted.forEach(
          (id, _) -> {
            if (told.get(id) != Outcome.VOID) {
              assertThat(there).as("%s: acknowledged, and lost", context).contains(id);
            }
          });
      List<EventId> order = told.keySet().stream().filter(read::contains).toList();
      assertThat(read).as("%s: order", context).isEqualTo(order);
    }
  }
}
