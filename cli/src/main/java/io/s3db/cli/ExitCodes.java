package io.s3db.cli;

/** What the command ends with. */
public final class ExitCodes {
  /** What was asked for is done. */
  public static final int OK = 0;

  /** Something failed; the standard error says what. */
  public static final int FAILED = 1;

  /** The command line was not understood; nothing was done. */
  public static final int USAGE = 2;

  /** A comparison found differences. */
  public static final int DIFFERENCES = 3;

  private ExitCodes() {}
}
