package io.s3db.sink.s3db;

import io.s3db.Document;
import io.s3db.S3db;
import io.s3db.store.ListPage;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.ObjectStores;
import io.s3db.store.Precondition;
import io.s3db.testkit.sink.DriftContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A target in a folder, whose resource other processes change under the pipe. */
class DriftTest extends DriftContract {
  private static final ObjectKey CATALOGUE = ObjectKey.of("s3db.json");

  @TempDir private Path target;

  private ObjectStore store;

  @BeforeEach
  void open() {
    store = ObjectStores.open(address());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private String address() {
    return "file://" + target;
  }

  @Override
  protected String driver() {
    return "s3db";
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of("connectionString", address());
  }

  @Override
  protected Outcome expected(Drift drift) {
    return switch (drift) {
      case NEW_FIELD, COLUMN_RETYPED, COLUMN_REQUIRED -> Outcome.FOLLOWS;
      case RETYPED_FIELD -> Outcome.DEAD_LETTER;
      case RENAMED_FIELD, REMOVED_FIELD, COLUMN_DROPPED, TABLE_RENAMED, TABLE_TRUNCATED ->
          Outcome.FOUND_BY_VERIFY;
    };
  }

  @Override
  protected void change(Drift drift) {
    switch (drift) {
      case COLUMN_DROPPED -> evolve(all -> without(all, "note"));
      case COLUMN_RETYPED -> evolve(all -> with(all, "total", "boolean|optional"));
      case COLUMN_REQUIRED -> evolve(all -> with(all, "note", "string|required"));
      case TABLE_RENAMED -> forgetResource();
      case TABLE_TRUNCATED -> removeRecords();
      case NEW_FIELD, REMOVED_FIELD, RENAMED_FIELD, RETYPED_FIELD -> {}
    }
  }

  /** Each record says under which definition it was written. */
  @Override
  protected boolean seesDriftAtOnce() {
    return false;
  }

  @Override
  protected void mend(Drift drift) {}

  private void evolve(UnaryOperator<Map<String, Object>> attributes) {
    try (S3db database = S3db.connect(address())) {
      database.evolveResource("items", present -> changed(present.orElseThrow(), attributes));
    }
  }

  /** A resource cannot be renamed; somebody may take it out of the catalogue. */
  private void forgetResource() {
    Document catalogue =
        Document.parse(
            new String(store.get(CATALOGUE).orElseThrow().body(), StandardCharsets.UTF_8));
    Map<String, Object> resources =
        new LinkedHashMap<>(catalogue.document("resources").without("items").toMap());
    store.put(
        CATALOGUE,
        new NewObject(
            catalogue.with("resources", resources).toJson().getBytes(StandardCharsets.UTF_8),
            "application/json",
            Map.of()),
        Precondition.none());
    removeRecords();
  }

  private void removeRecords() {
    for (ListPage.Entry each : store.list("resource=items/", null, 1000).entries()) {
      store.delete(each.key(), Precondition.none());
    }
  }
}
