package io.s3db.cli.operate;

import io.s3db.cli.Common;
import io.s3db.cli.place.Daemon;
import io.s3db.cli.place.Interruption;
import io.s3db.cli.place.PlaceOptions;
import io.s3db.cli.place.Places;
import io.s3db.cli.screen.Screen;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every command that operates a daemon has: which one, and in which form to answer. */
final class Operator {
  private final Screen screen;
  @Mixin private final Common common = new Common();
  @Mixin private final PlaceOptions.OperateOptions where = new PlaceOptions.OperateOptions();

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  Operator(Screen screen) {
    this.screen = screen;
  }

  Screen screen() {
    return screen;
  }

  boolean json() {
    return common.json();
  }

  /** The daemon that was named, or one of this process if it is stopped; close it. */
  Daemon open() {
    Daemon daemon =
        Places.daemon(where.place(spec.commandLine(), screen.variable("S3DB_TOKEN")), screen);
    Interruption.closing(daemon);
    return daemon;
  }

  CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
