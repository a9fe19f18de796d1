package io.s3db.write;

import io.s3db.store.ETag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A change of one record, decided on what lies in the store; decided again after a lost race. */
public interface Change {
  /** What is being attempted, for messages: {@code insert}. */
  String word();

  /** Where the first attempt starts. */
  Start start();

  /**
   * What to do; throws to give up, and then nothing was written by this attempt.
   *
   * @param format of the resource
   * @param present the record found, null if there is none
   * @param now the time of the change
   */
  Step decide(RecordFormat format, @Nullable Present present, Instant now);

  /** Whether all partition references are written again, also those that should be there. */
  default boolean refreshesReferences() {
    return false;
  }

  /** Whether fields are written; a delete needs no types that can be. */
  default boolean writesFields() {
    return true;
  }

  /** Where the first attempt of a change starts. */
  sealed interface Start {
    /** From the record as it lies in the store. */
    record Read() implements Start {}

    /** From the assumption that there is none; the store's precondition finds out. */
    record Absent() implements Start {}

    /** From the state with this tag, if its writer is this process and knows it still. */
    record Known(ETag etag) implements Start {}
  }
}
