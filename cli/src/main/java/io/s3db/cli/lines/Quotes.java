package io.s3db.cli.lines;

import java.util.OptionalInt;

/** Whether the quotes of CSV are open: one counts at the start of a cell, two together are text. */
final class Quotes {
  private final OptionalInt separator;
  private boolean start = true;
  private boolean open;
  private boolean justClosed;

  Quotes(OptionalInt separator) {
    this.separator = separator;
  }

  boolean open() {
    return open;
  }

  /** The next character; outside of quotes it is not the end of the line. */
  void pass(int next) {
    if (separator.isEmpty()) {
      return;
    }
    if (next == '"') {
      boolean opens = start || justClosed;
      justClosed = open;
      open = !open && opens;
      start = false;
    } else {
      start = !open && next == separator.getAsInt();
      justClosed = false;
    }
  }
}
