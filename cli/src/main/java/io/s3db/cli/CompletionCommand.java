package io.s3db.cli;

import io.s3db.cli.screen.Screen;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code s3db completion}. */
@Command(
    name = "completion",
    description = {
      "Prints a script for the shell.",
      "With it the shell completes commands and options."
    },
    footer = {"Example, for this shell only:", "  source <(s3db completion bash)"})
final class CompletionCommand implements Callable<Integer> {
  private final Screen screen;

  @Parameters(index = "0", paramLabel = "SHELL", description = "bash or zsh")
  private Shell shell = Shell.BASH;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  /** A shell. */
  enum Shell {
    /** The usual one. */
    BASH,
    /** The one of macOS. */
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  CompletionCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    // The script is one for both: zsh is told to understand it.
    if (shell == Shell.ZSH) {
      screen.out().line("autoload -U +X compinit && compinit");
      screen.out().line("autoload -U +X bashcompinit && bashcompinit");
    }
    screen.out().line(AutoComplete.bash("s3db", spec.root().commandLine()));
    return ExitCodes.OK;
  }
}
