package io.s3db.cli.records;

import io.s3db.Document;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.lines.Columns;
import io.s3db.cli.place.Records;
import io.s3db.cli.screen.Screen;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code s3db count}. */
@Command(
    name = "count",
    description = {
      "Counts records.",
      "All of a resource are counted from a listing; with conditions, and at a daemon, every record"
          + " is read."
    },
    footer = {
      "Examples:",
      "  s3db count orders --db file:///var/lib/shop",
      "  s3db count orders status=paid 'total>=100' --url http://127.0.0.1:8080"
    })
public final class CountCommand implements Callable<Integer> {
  @Mixin private final Access access;

  @Parameters(index = "0", paramLabel = "RESOURCE", description = "such as orders")
  private String resource = "";

  @Parameters(
      index = "1..*",
      paramLabel = "CONDITION",
      description = "as of s3db query; all must hold (default: none)")
  private List<String> conditions = List.of();

  /** Writes there. */
  public CountCommand(Screen screen) {
    this.access = new Access(screen);
  }

  @Override
  public Integer call() {
    try (Records records = access.open()) {
      Columns columns = Columns.of(records.resource(resource).attributes());
      long count = count(records, access.conditions(conditions, columns));
      access
          .screen()
          .out()
          .line(
              access.json()
                  ? Document.of("resource", resource, "count", count).toJson()
                  : String.valueOf(count));
    }
    return ExitCodes.OK;
  }

  private long count(Records records, Map<String, @Nullable Object> where) {
    OptionalLong known = where.isEmpty() ? records.count(resource) : OptionalLong.empty();
    if (known.isPresent()) {
      return known.getAsLong();
    }
    try (Stream<Document> found = records.list(resource, where, Long.MAX_VALUE)) {
      return found.mapToLong(_ -> 1).sum();
    }
  }
}
