package io.s3db.cli.records;

import io.s3db.Document;
import io.s3db.cli.lines.Columns;
import io.s3db.cli.place.Records;
import io.s3db.cli.screen.Screen;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Prints the records that meet conditions, and says when there are more than were asked for. */
final class Listing {
  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "the most records, 0 for all (default: ${DEFAULT-VALUE})")
  private long limit;

  void print(Access access, String resource, List<String> conditions) {
    if (limit < 0) {
      throw access.usage("--limit must not be negative: " + limit + ".");
    }
    try (Records records = access.open()) {
      Columns columns = Columns.of(records.resource(resource).attributes());
      Map<String, @Nullable Object> where = access.conditions(conditions, columns);
      long most = limit == 0 ? Long.MAX_VALUE : limit;
      try (Stream<Document> found = records.list(resource, where, Math.max(most, most + 1))) {
        Iterator<Document> each = found.iterator();
        long printed =
            new RecordPrinter(access.screen(), access.json(), columns).print(new First(each, most));
        access.screen().out().flush();
        tell(access.screen(), resource, printed, printed == most && each.hasNext());
      }
    }
  }

  private static void tell(Screen screen, String resource, long printed, boolean more) {
    if (more) {
      screen.note(
          String.format(
              Locale.ROOT,
              "There are more: these are the first %,d. --limit 0 shows all.",
              printed));
    } else if (printed == 0) {
      screen.note("No such records in " + resource + ".");
    }
  }

  /** The first so many of others, without asking for the next one. */
  private static final class First implements Iterator<Document> {
    private final Iterator<Document> all;
    private long left;

    First(Iterator<Document> all, long most) {
      this.all = all;
      this.left = most;
    }

    @Override
    public boolean hasNext() {
      return left > 0 && all.hasNext();
    }

    @Override
    public Document next() {
      left--;
      return all.next();
    }
  }
}
