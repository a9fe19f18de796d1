package io.s3db.cli.operate;

import io.s3db.Document;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.place.Api;
import io.s3db.cli.place.Daemon;
import io.s3db.cli.screen.Cell;
import io.s3db.cli.screen.Screen;
import io.s3db.cli.screen.Style;
import io.s3db.cli.screen.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code s3db verify}. */
@Command(
    name = "verify",
    description = {
      "Compares a destination with the source.",
      "Every record and every row is read once, while writes go on. Exit code 3 if something"
          + " differs, also if it was repaired."
    },
    footer = {"Example:", "  s3db verify warehouse --repair --url http://127.0.0.1:8080"})
public final class VerifyCommand implements Callable<Integer> {
  private static final List<String> WRONG =
      List.of("missing", "extra", "different", "failed", "moving");

  @Mixin private final Operator operator;

  @Parameters(index = "0", paramLabel = "REPLICATOR", description = "the destination")
  private String replicator = "";

  @Parameters(
      index = "1..*",
      paramLabel = "RESOURCE",
      description = "only these resources (default: all that are routed there)")
  private List<String> resources = List.of();

  @Option(names = "--repair", description = "send again what differs, remove what is too many")
  private boolean repair;

  @Option(
      names = "--ignore",
      paramLabel = "FIELD",
      split = ",",
      description = "fields of the rows that are not compared")
  private List<String> ignore = List.of();

  /** Writes there. */
  public VerifyCommand(Screen screen) {
    this.operator = new Operator(screen);
  }

  @Override
  public Integer call() {
    Document.Builder request = Document.builder().put("repair", repair);
    if (!resources.isEmpty()) {
      request.put("resources", resources);
    }
    if (!ignore.isEmpty()) {
      request.put("ignore", ignore);
    }
    try (Daemon daemon = operator.open()) {
      Jobs jobs = new Jobs(daemon.api(), operator.screen(), operator.json());
      Document job =
          jobs.finished(
              daemon
                  .api()
                  .send("POST", Api.path("replicators", replicator, "verify"), request.build()),
              true);
      Document result = Json.object(job, "result").orElse(Document.of());
      tell(job, result);
      return Boolean.TRUE.equals(result.get("equal")) ? ExitCodes.OK : ExitCodes.DIFFERENCES;
    }
  }

  private void tell(Document job, Document result) {
    Screen screen = operator.screen();
    if (operator.json()) {
      screen.out().line(job.toJson());
      return;
    }
    Table table =
        Table.of(
            "route",
            "target",
            ">source",
            ">there",
            ">missing",
            ">extra",
            ">different",
            ">failed",
            ">moving",
            ">repaired");
    Json.objects(result, "routes").forEach(route -> table.row(row(route)));
    table.print(screen);
    for (Document route : Json.objects(result, "routes")) {
      for (Document example : Json.objects(route, "examples")) {
        screen
            .out()
            .line(
                Cell.of(
                        "  %s %s %s"
                            .formatted(
                                Json.text(example, "kind"),
                                Json.text(example, "key"),
                                Json.text(example, "detail"))
                            .stripTrailing())
                    .text());
      }
    }
    screen.out().line(Json.text(result, "certificate"));
  }

  private static List<Cell> row(Document route) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(Json.text(route, "name")));
    cells.add(Cell.of(Json.text(route, "target")));
    cells.add(count(route, "sourceRows", Style.PLAIN));
    cells.add(count(route, "destinationRows", Style.PLAIN));
    WRONG.forEach(name -> cells.add(count(route, name, Style.RED)));
    cells.add(count(route, "repaired", Style.PLAIN));
    return cells;
  }

  private static Cell count(Document route, String name, Style style) {
    long count = Json.whole(route, name);
    return new Cell(String.format(Locale.ROOT, "%,d", count), count == 0 ? Style.PLAIN : style);
  }
}
