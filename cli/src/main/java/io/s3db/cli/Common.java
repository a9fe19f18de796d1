package io.s3db.cli;

import picocli.CommandLine.Option;

/** The options of every command. */
public final class Common {
  @Option(names = "--json", description = "print JSON for programs instead of text for people")
  private boolean json;

  /** Whether programs read the output. */
  public boolean json() {
    return json;
  }
}
