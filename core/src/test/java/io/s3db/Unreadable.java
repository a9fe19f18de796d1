package io.s3db;

import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A resource of another program, one of whose records has a type we cannot read. */
final class Unreadable {
  private static final String DEFINITION =
      """
      {"version":"1","s3dbVersion":"21.2.10","lastUpdated":"2025-01-01T00:00:00.000Z","resources":{
        "odd":{"currentVersion":"v1","partitions":{},"versions":{"v1":{
          "attributes":{"n":"number|optional","day":"dateonly|default:number"},"behavior":"user-managed"}}}}}
      """;

  private Unreadable() {}

  /** Records a and c are fine, b is not. */
  static Resource resourceWithOneBadRecord(S3db db, ObjectStore store) {
    put(store, "s3db.json", DEFINITION, Map.of());
    put(store, "resource=odd/data/id=a", "", Map.of("0", "1", "_v", "v1"));
    put(store, "resource=odd/data/id=b", "", Map.of("0", "2", "1", "588", "_v", "v1"));
    put(store, "resource=odd/data/id=c", "", Map.of("0", "3", "_v", "v1"));
    return db.resource("odd");
  }

  private static void put(
      ObjectStore store, String key, String body, Map<String, String> metadata) {
    NewObject object =
        new NewObject(body.getBytes(StandardCharsets.UTF_8), "application/json", metadata);
    store.put(ObjectKey.of(key), object, Precondition.none());
  }
}
