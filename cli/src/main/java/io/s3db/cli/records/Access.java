package io.s3db.cli.records;

import io.s3db.Document;
import io.s3db.cli.Common;
import io.s3db.cli.lines.Columns;
import io.s3db.cli.place.Interruption;
import io.s3db.cli.place.PlaceOptions;
import io.s3db.cli.place.Places;
import io.s3db.cli.place.Records;
import io.s3db.cli.screen.Screen;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every command about records has: where they are, and in which form to answer. */
final class Access {
  private final Screen screen;
  @Mixin private final Common common = new Common();
  @Mixin private final PlaceOptions where = new PlaceOptions();

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  Access(Screen screen) {
    this.screen = screen;
  }

  Screen screen() {
    return screen;
  }

  boolean json() {
    return common.json();
  }

  /** The records at the place that was named, where a database is; close them. */
  Records open() {
    return open(false);
  }

  /** As {@link #open()}; a database is made if there is none. */
  Records openOrCreate() {
    return open(true);
  }

  private Records open(boolean create) {
    Records records =
        Places.open(where.place(spec.commandLine(), screen.variable("S3DB_TOKEN")), create, screen);
    Interruption.closing(records);
    return records;
  }

  /** As {@link #open}, to write: says so if no replication will know. */
  Records openToWrite() {
    Records records = open();
    if (!records.captured()) {
      screen.note(
          "Note: --db writes past any replication. To have changes carried on, use --config or"
              + " --url.");
    }
    return records;
  }

  /** The fields that were typed. */
  Document fields(List<String> arguments, Columns columns) {
    try {
      return FieldArguments.parse(arguments, columns);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  /** The conditions that were typed. */
  Map<String, @Nullable Object> conditions(List<String> arguments, Columns columns) {
    try {
      return Conditions.parse(arguments, columns);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
