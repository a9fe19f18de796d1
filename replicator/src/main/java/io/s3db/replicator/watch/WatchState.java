package io.s3db.replicator.watch;

import java.util.Locale;

/** What a watch is doing. */
public enum WatchState {
  /** Its first walk is not over yet. */
  LEARNING,
  /** It walks, and pauses between walks. */
  WATCHING,
  /** The last walk failed; the next one goes on by itself. */
  FAILING,
  /** It tells inserts and updates; deletes wait until somebody accepts them. */
  ASKING,
  /** It has ended. */
  CLOSED;

  /** The state in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
