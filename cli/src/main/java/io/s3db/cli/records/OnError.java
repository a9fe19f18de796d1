package io.s3db.cli.records;

import java.util.Locale;

/** What to do about a line that cannot be stored. */
public enum OnError {
  /** End. */
  STOP,
  /** Go on. */
  SKIP;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
