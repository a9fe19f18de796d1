package io.s3db.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code s3db} without a command. */
@Command(
    name = "s3db",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "A document database in a bucket or a directory, which carries every change to other systems."
    },
    footer = {
      "First steps:",
      "  s3db create notes 'text:string|required' --db file:///tmp/notes",
      "  s3db insert notes text='Hello' --db file:///tmp/notes",
      "  s3db list notes --db file:///tmp/notes",
      "",
      "s3db COMMAND --help shows the options of a command. Exit codes: 0 done, 1 failed, 2 not",
      "understood, 3 differences found."
    })
final class Root implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Say which command.");
  }
}
