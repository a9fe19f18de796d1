package io.s3db.cli.records;

import io.s3db.Document;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.place.Described;
import io.s3db.cli.place.Records;
import io.s3db.cli.screen.Screen;
import io.s3db.cli.screen.Table;
import io.s3db.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code s3db resources}. */
@Command(
    name = "resources",
    description = {
      "Lists the resources with their attributes.",
      "Their records are counted too, but not by a daemon."
    },
    footer = {"Example:", "  s3db resources --db file:///var/lib/shop"})
public final class ResourcesCommand implements Callable<Integer> {
  @Mixin private final Access access;

  /** Writes there. */
  public ResourcesCommand(Screen screen) {
    this.access = new Access(screen);
  }

  @Override
  public Integer call() {
    try (Records records = access.open()) {
      List<Document> rows = new ArrayList<>();
      for (Described each : records.resources()) {
        OptionalLong count = records.count(each.name());
        rows.add(
            Document.of(
                "name", each.name(),
                "records", count.isPresent() ? count.getAsLong() : null,
                "timestamps", each.timestamps(),
                "attributes", each.attributes()));
      }
      print(rows);
    }
    return ExitCodes.OK;
  }

  private void print(List<Document> rows) {
    if (access.json()) {
      rows.forEach(row -> access.screen().out().line(row.toJson()));
      return;
    }
    if (rows.isEmpty()) {
      access.screen().note("There are no resources yet: s3db create makes one.");
      return;
    }
    Table table = Table.of("resource", ">records", "attributes");
    for (Document row : rows) {
      table.row(
          row.text("name"),
          row.get("records") instanceof Long count ? String.format(Locale.ROOT, "%,d", count) : "-",
          attributes(row));
    }
    table.print(access.screen());
  }

  private static String attributes(Document row) {
    return row.document("attributes").toMap().entrySet().stream()
        .map(
            each ->
                each.getKey()
                    + ": "
                    + (each.getValue() instanceof String text ? text : Json.write(each.getValue())))
        .collect(Collectors.joining(", "));
  }
}
