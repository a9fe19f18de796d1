package io.s3db.cli.operate;

import io.s3db.Document;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.place.Api;
import io.s3db.cli.place.Daemon;
import io.s3db.cli.screen.Screen;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands that switch a destination: each is a request of its own name. */
public abstract sealed class SwitchCommand implements Callable<Integer> {
  @Mixin private final Operator operator;
  private final String name;

  @Parameters(
      arity = "1..*",
      paramLabel = "REPLICATOR",
      description = "the destination, as the configuration names it")
  private List<String> replicators = List.of();

  private SwitchCommand(Screen screen, String name) {
    this.operator = new Operator(screen);
    this.name = name;
  }

  @Override
  public Integer call() {
    try (Daemon daemon = operator.open()) {
      for (String each : replicators) {
        StatusCommand.tell(
            operator,
            daemon.api().send("POST", Api.path("replicators", each, name), Document.of()));
      }
    }
    return ExitCodes.OK;
  }

  /** {@code s3db pause}. */
  @Command(
      name = "pause",
      description = {"Stops delivering to a destination.", "Changes wait in the journal."},
      footer = {"Example:", "  s3db pause warehouse --url http://127.0.0.1:8080"})
  public static final class Pause extends SwitchCommand {
    /** Writes there. */
    public Pause(Screen screen) {
      super(screen, "pause");
    }
  }

  /** {@code s3db resume}. */
  @Command(
      name = "resume",
      description = {"Goes on delivering after a pause.", "Nothing was lost meanwhile."},
      footer = {"Example:", "  s3db resume warehouse --url http://127.0.0.1:8080"})
  public static final class Resume extends SwitchCommand {
    /** Writes there. */
    public Resume(Screen screen) {
      super(screen, "resume");
    }
  }

  /** {@code s3db disable}. */
  @Command(
      name = "disable",
      description = {
        "Switches a destination off.",
        "Unlike after pause, nothing waits for it: the journal keeps nothing on its account."
      },
      footer = {"Example:", "  s3db disable warehouse --url http://127.0.0.1:8080"})
  public static final class Disable extends SwitchCommand {
    /** Writes there. */
    public Disable(Screen screen) {
      super(screen, "disable");
    }
  }

  /** {@code s3db enable}. */
  @Command(
      name = "enable",
      description = {
        "Switches a destination on again.",
        "It goes on where it ended if the journal still holds that; if it needs a sync, with what"
            + " changes from now on."
      },
      footer = {"Example:", "  s3db enable warehouse --url http://127.0.0.1:8080"})
  public static final class Enable extends SwitchCommand {
    /** Writes there. */
    public Enable(Screen screen) {
      super(screen, "enable");
    }
  }
}
