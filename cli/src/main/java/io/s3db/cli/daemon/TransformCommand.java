package io.s3db.cli.daemon;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.S3dbException;
import io.s3db.cli.Common;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.lines.JsonLines;
import io.s3db.cli.lines.Line;
import io.s3db.cli.place.Redaction;
import io.s3db.cli.screen.Cell;
import io.s3db.cli.screen.Screen;
import io.s3db.cli.screen.Style;
import io.s3db.replicator.Preview;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.server.config.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code s3db transform}. */
@Command(
    name = "transform",
    description = {
      "Shows what each destination would get of a record.",
      "Records are read from the standard input, a JSON object on each line. Nothing is sent, and"
          + " nothing is connected to. Exit code 1 if a transform fails."
    },
    footer = {
      "Example:",
      "  echo '{\"id\":\"o-17\",\"userId\":\"alice\",\"total\":299.99}' | s3db transform s3db.yaml"
          + " orders"
    })
public final class TransformCommand implements Callable<Integer> {
  private final Screen screen;
  @Mixin private final Common common = new Common();

  @Parameters(index = "0", paramLabel = "FILE", description = "the configuration, YAML or JSON")
  private Path file = Path.of("");

  @Parameters(index = "1", paramLabel = "RESOURCE", description = "such as orders")
  private String resource = "";

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      defaultValue = "insert",
      description = "what happens to the record: insert, update or delete (default: insert)")
  private Operation action = Operation.INSERT;

  /** Reads and tells there. */
  public TransformCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ReplicatorPlugin plugin =
        Configuration.read(file, screen.environment())
            .plugin()
            .filter(each -> !each.destinationsOf(resource).isEmpty())
            .orElseThrow(
                () ->
                    new S3dbException(
                        "NOT_ROUTED",
                        "No destination of " + file + " lists the resource '" + resource + "'.",
                        "Nothing of it is ever sent."));
    JsonLines records = new JsonLines(screen.in());
    boolean failed = false;
    boolean none = true;
    for (Optional<Line> next = records.next(); next.isPresent(); next = records.next()) {
      none = false;
      failed |= preview(plugin, record(next.get()));
    }
    if (none) {
      throw new S3dbException(
          "NO_RECORD",
          "No record came on the standard input.",
          "Such as: echo '{\"id\":\"o-17\",\"total\":5}' | s3db transform "
              + file
              + " "
              + resource);
    }
    return failed ? ExitCodes.FAILED : ExitCodes.OK;
  }

  private static Document record(Line line) {
    return switch (line) {
      case Line.Read(_, Document record) -> record;
      case Line.Broken(long number, String problem) ->
          throw new S3dbException(
              "INVALID_RECORD",
              "Line " + number + " of the standard input cannot be read: " + problem,
              null);
    };
  }

  /** Whether a transform failed. */
  private boolean preview(ReplicatorPlugin plugin, Document record) throws InterruptedException {
    List<Preview> previews = plugin.preview(resource, action, record, null);
    for (Preview each : previews) {
      if (common.json()) {
        screen.out().line(json(each).toJson());
      } else {
        print(each);
      }
    }
    return previews.stream().anyMatch(each -> each.outcome() == Preview.Outcome.FAILED);
  }

  private static Document json(Preview preview) {
    return Document.of(
        "replicator", preview.replicator(),
        "route", preview.route(),
        "target", preview.target(),
        "outcome", preview.outcome().word(),
        "data", preview.data(),
        "before", preview.before(),
        "error", preview.error().isEmpty() ? null : Redaction.of(preview.error()));
  }

  private void print(Preview preview) {
    String way = Cell.of(preview.replicator() + " -> " + preview.target() + ": ").text();
    boolean colours = screen.colours();
    screen
        .out()
        .line(
            Style.BOLD.of(way, colours)
                + switch (preview.outcome()) {
                  case ROW -> row(preview);
                  case SKIPPED -> Style.FAINT.of("nothing, the transform returns null", colours);
                  case NOT_LISTED ->
                      Style.FAINT.of("nothing, " + action.word() + " is not listed", colours);
                  case FAILED ->
                      Style.RED.of(
                          "the transform fails: " + Cell.of(Redaction.of(preview.error())).text(),
                          colours);
                });
  }

  private static String row(Preview preview) {
    Document data = preview.data();
    return data == null ? "null" : data.toJson();
  }
}
