package io.s3db.cli.operate;

import io.s3db.Document;
import io.s3db.cli.place.Api;
import io.s3db.cli.screen.Screen;
import io.s3db.cli.screen.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists what destinations refused for good. */
final class DeadLetters {
  private static final int PAGE = 100;

  private DeadLetters() {}

  static void print(Api api, Screen screen, boolean json, @Nullable String replicator) {
    String filter = replicator == null ? "" : "&replicator=" + Api.encoded(replicator);
    String cursor = "";
    boolean none = true;
    do {
      Document page = api.get(Api.path("dead-letters") + "?limit=" + PAGE + filter + cursor);
      List<Document> letters = Json.objects(page, "items");
      none &= letters.isEmpty();
      if (json) {
        letters.forEach(each -> screen.out().line(each.toJson()));
      } else if (!letters.isEmpty()) {
        table(screen, letters);
      }
      String next = Json.text(page, "cursor");
      cursor = next.isEmpty() ? "" : "&cursor=" + Api.encoded(next);
    } while (!cursor.isEmpty());
    if (none && !json) {
      screen.note("There are no dead letters.");
    }
  }

  private static void table(Screen screen, List<Document> letters) {
    Table table =
        Table.of("replicator", "id", "record", "operation", ">attempts", "since", "error");
    for (Document each : letters) {
      table.row(
          Json.text(each, "replicator"),
          Json.text(each, "id"),
          Json.text(each, "resource") + "/" + Json.text(each, "recordId"),
          Json.text(each, "operation"),
          String.valueOf(Json.whole(each, "attempts")),
          Json.text(each, "buriedAt"),
          Json.text(each, "error"));
    }
    table.print(screen);
  }
}
