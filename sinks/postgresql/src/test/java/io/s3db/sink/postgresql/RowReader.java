package io.s3db.sink.postgresql;

import io.s3db.Document;
import io.s3db.IsoTime;
import io.s3db.json.Json;
import io.s3db.testkit.postgres.TestDatabase;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/** Reads rows as documents, without the columns of the driver. */
final class RowReader {
  private RowReader() {}

  static List<Document> all(TestDatabase database, String table) {
    return database.rows("SELECT * FROM " + table).stream().map(RowReader::document).toList();
  }

  private static Document document(Map<String, @Nullable Object> row) {
    Document.Builder document = Document.builder();
    row.forEach(
        (name, value) -> {
          if (!name.equals("_s3db_version")) {
            document.put(name, plain(value));
          }
        });
    return document.build();
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case Timestamp time -> IsoTime.text(time.toInstant());
      case BigDecimal number -> number.doubleValue();
      case PGobject object -> Json.parse(object.toString());
      case null, default -> value;
    };
  }
}
