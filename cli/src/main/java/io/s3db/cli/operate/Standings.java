package io.s3db.cli.operate;

import io.s3db.Document;
import io.s3db.cli.screen.Cell;
import io.s3db.cli.screen.Screen;
import io.s3db.cli.screen.Style;
import io.s3db.cli.screen.Table;
import java.util.List;
import java.util.Locale;

/** Destinations as a table: first what an operator looks for. */
final class Standings {
  private Standings() {}

  static void print(Screen screen, List<Document> replicators) {
    Table table =
        Table.of(
            "replicator",
            "driver",
            "state",
            ">behind",
            ">for",
            ">delivered",
            ">per s",
            ">dead",
            "reason");
    for (Document each : replicators) {
      table.row(row(each));
      for (Document route : Json.objects(each, "routes")) {
        String reason = Json.text(route, "reason");
        if (!reason.isEmpty() && !reason.equals(Json.text(each, "reason"))) {
          table.row(routeRow(route));
        }
      }
    }
    table.print(screen);
  }

  private static List<Cell> row(Document replicator) {
    Document lag = Json.object(replicator, "lag").orElse(Document.of());
    double seconds = lag.get("seconds") instanceof Number number ? number.doubleValue() : 0;
    long dead = Json.whole(replicator, "deadLetters");
    return List.of(
        Cell.of(replicator.text("id")),
        Cell.of(Json.text(replicator, "driver")),
        state(Json.text(replicator, "state")),
        Cell.of(count(Json.whole(lag, "events"))),
        Cell.of(Json.whole(lag, "events") == 0 ? "" : Spans.of(seconds)),
        Cell.of(count(Json.whole(replicator, "counters.delivered"))),
        Cell.of(rate(replicator)),
        new Cell(count(dead), dead == 0 ? Style.PLAIN : Style.YELLOW),
        Cell.of(Json.text(replicator, "reason")));
  }

  /** A route that had to stop alone. */
  private static List<Cell> routeRow(Document route) {
    Cell none = Cell.of("");
    return List.of(
        Cell.of("  " + Json.text(route, "name")),
        none,
        state(Json.text(route, "state")),
        none,
        none,
        none,
        none,
        none,
        Cell.of(Json.text(route, "reason")));
  }

  private static String rate(Document replicator) {
    return replicator.get("rates.delivered") instanceof Number rate
        ? String.format(Locale.ROOT, "%.1f", rate.doubleValue())
        : "";
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static Cell state(String state) {
    Style style =
        switch (state) {
          case "running" -> Style.GREEN;
          case "starting", "retrying", "paused", "disabled", "stopped" -> Style.YELLOW;
          default -> Style.RED;
        };
    return new Cell(state, style);
  }
}
