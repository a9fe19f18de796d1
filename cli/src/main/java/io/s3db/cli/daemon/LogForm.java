package io.s3db.cli.daemon;

/** How the lines of the log look. */
public enum LogForm {
  /** For people. */
  TEXT,
  /** A JSON object each, for programs. */
  JSON
}
