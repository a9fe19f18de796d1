package io.s3db.cli.operate;

import io.s3db.Document;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.place.Api;
import io.s3db.cli.place.Daemon;
import io.s3db.cli.screen.Cell;
import io.s3db.cli.screen.Screen;
import io.s3db.cli.screen.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code s3db explain}. */
@Command(
    name = "explain",
    description = {
      "Tells the journey of one record.",
      "Whether it was written and journalled, and for each destination what became of it, or why it"
          + " is not there."
    },
    footer = {"Example:", "  s3db explain orders/o-17 --url http://127.0.0.1:8080"})
public final class ExplainCommand implements Callable<Integer> {
  @Mixin private final Operator operator;

  @Parameters(
      paramLabel = "RESOURCE/ID",
      converter = RecordName.Converter.class,
      description = "the record, such as orders/o-17")
  private RecordName record = new RecordName("", "");

  /** Writes there. */
  public ExplainCommand(Screen screen) {
    this.operator = new Operator(screen);
  }

  @Override
  public Integer call() {
    try (Daemon daemon = operator.open()) {
      Document journey = daemon.api().get(Api.path("explain", record.resource(), record.id()));
      if (operator.json()) {
        operator.screen().out().line(journey.toJson());
      } else {
        print(journey);
      }
      return Boolean.FALSE.equals(journey.get("known")) ? ExitCodes.FAILED : ExitCodes.OK;
    }
  }

  private void print(Document journey) {
    line(record.resource() + "/" + record.id());
    Json.object(journey, "source")
        .ifPresent(each -> line("source: " + Json.text(each, "sentence")));
    Json.object(journey, "journal").ifPresent(this::printJournal);
    boolean known = !Boolean.FALSE.equals(journey.get("known"));
    if (!known) {
      line("Nothing else is known of such a record.");
    }
    for (Document way : Json.objects(journey, "journeys")) {
      boolean told = !Json.objects(way, "steps").isEmpty() || !Json.text(way, "remark").isEmpty();
      if (known || told) {
        printWay(way);
      }
    }
  }

  private void printJournal(Document journal) {
    line("journal: " + Json.text(journal, "sentence"));
    List<Document> changes = Json.objects(journal, "changes");
    if (changes.isEmpty()) {
      return;
    }
    Table table = Table.of("  change", "operation", "at", "outcome");
    changes.forEach(
        each ->
            table.row(
                "  " + Json.text(each, "id"),
                Json.text(each, "operation"),
                Json.text(each, "changedAt"),
                Json.text(each, "outcome")));
    table.print(operator.screen());
  }

  private void printWay(Document way) {
    String target = Json.text(way, "target");
    String reason = Json.text(way, "reason");
    line("");
    line(
        "%s (%s)%s: %s%s"
            .formatted(
                Json.text(way, "replicator"),
                Json.text(way, "driver"),
                target.isEmpty() ? "" : " -> " + target,
                Json.text(way, "state"),
                reason.isEmpty() ? "" : ": " + reason));
    for (Document step : Json.objects(way, "steps")) {
      line("  " + Json.text(step, "change") + "  " + Json.text(step, "sentence"));
      Json.object(step, "row").ifPresent(row -> line("    row: " + row.toJson()));
    }
    if (!Json.text(way, "remark").isEmpty()) {
      line("  " + Json.text(way, "remark"));
    }
  }

  private void line(String text) {
    operator.screen().out().line(Cell.of(text).text());
  }
}
