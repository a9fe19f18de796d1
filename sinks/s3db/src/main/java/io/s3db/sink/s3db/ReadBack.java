package io.s3db.sink.s3db;

import io.s3db.Document;
import io.s3db.ResourceNotFoundException;
import io.s3db.S3dbException;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.StoredRow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a row would look after it was written as a record of the target and read again. */
final class ReadBack {
  private ReadBack() {}

  /** Nothing if the target would refuse it. */
  static Optional<StoredRow> written(
      Connection.Open open, String resource, KeyFields keyFields, Key key, Document row) {
    Optional<String> id = Row.id(key);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    try {
      Document fields = open.resources().fitted(resource, Row.fields(row));
      Document declared = open.resources().declared(resource, fields);
      Document known = stored(open, resource, id.get(), declared);
      // What is not declared yet cannot be in any record: it shows as a difference.
      return Optional.of(row(keyFields, id.get(), merged(fields, declared, known)));
    } catch (S3dbException _) {
      return Optional.empty();
    }
  }

  private static Document stored(
      Connection.Open open, String resource, String id, Document declared) {
    try {
      return open.database().records().readBack(resource, id, declared);
    } catch (ResourceNotFoundException _) {
      return declared; // created with the first row
    }
  }

  private static Document merged(Document fields, Document declared, Document known) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(known.toMap());
    fields
        .toMap()
        .forEach(
            (name, value) -> {
              if (!declared.toMap().containsKey(name) && value != null) {
                all.put(name, value);
              }
            });
    return Document.wrap(all);
  }

  /** The row of a record. Its key is the id, which is text whatever it was made of. */
  static StoredRow row(KeyFields keyFields, String id, Document fields) {
    return new StoredRow(Document.of(keyFields.names().getFirst(), id), null, fields);
  }
}
