package io.s3db.replicator.watch;

import io.s3db.Operation;
import io.s3db.plugin.RecordAccess.State;
import io.s3db.version.Version;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** What a record says about the one that was known under its id. Pure: no I/O, no clock. */
sealed interface Comparison {
  /**
   * Nothing is to be told: it is as known, or the journal of one of our writers tells it.
   *
   * @param version the last one that destinations may know
   */
  record Told(Version version) implements Comparison {}

  /** Another program wrote it. */
  record Foreign(Operation operation, Version version) implements Comparison {}

  /**
   * Compares. A version that is not later than what destinations may know would be ignored by them:
   * then the record is told under a later one, whoever wrote it.
   *
   * @param known what is known of it; null if nothing is
   * @param found the record now
   * @param digest of its fields
   * @param registered whether a writer has a journal that tells its writes
   */
  static Comparison of(
      @Nullable Known known, State found, String digest, LongPredicate registered) {
    Version version = found.version();
    Version last = known == null ? Version.NONE : known.version();
    boolean same = known != null && !known.gone() && known.told() && known.digest().equals(digest);
    boolean later = version.isAfter(last);
    if (same) {
      return new Told(later ? version : last);
    }
    boolean ours = found.stamped() && registered.test(version.writer());
    if (ours && (later || version.equals(last))) {
      return new Told(version);
    }
    boolean update = known != null && !known.gone() && known.told();
    return new Foreign(update ? Operation.UPDATE : Operation.INSERT, later ? version : next(last));
  }

  /** The next version of a program that leaves no stamp. */
  private static Version next(Version last) {
    return new Version(last.clock() + 1, 0, false);
  }
}
