package io.s3db.sink.s3db;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.S3db;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.ObjectStores;
import io.s3db.store.Precondition;
import io.s3db.store.StoredObject;
import io.s3db.testkit.s3.S3Fault;
import io.s3db.testkit.s3.S3Server;
import io.s3db.testkit.sink.VerifyContract;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Records of a target in a bucket are compared with the source. */
class S3dbVerifyTest extends VerifyContract {
  private final S3Server server = S3Server.start();
  private final String address = server.connectionString("backup/shop");
  private final ObjectStore store = ObjectStores.open(address);

  @AfterEach
  void stop() {
    store.close();
    server.close();
  }

  @Override
  protected String driver() {
    return "s3db";
  }

  @Override
  protected Map<String, Object> config() {
    return options("connectionString", address);
  }

  private static ObjectKey key(String id) {
    return ObjectKey.of("resource=items/data/id=" + id);
  }

  @Override
  protected void remove(String id) {
    store.delete(key(id), Precondition.none());
  }

  /** As s3db.js does: without a stamp. */
  @Override
  protected void changeTotal(String id, double total) {
    try (S3db database = S3db.builder().store(store).connect()) {
      database.resource("items").update(id, Document.of("total", total));
    }
    takeStamp(id);
  }

  @Override
  protected void addOurs(String id, String like) {
    StoredObject object = store.get(key(like)).orElseThrow();
    put(id, object, object.body());
  }

  @Override
  protected void addStranger(String id) {
    try (S3db database = S3db.builder().store(store).connect()) {
      database.resource("items").insert(Document.of("id", id, "total", 1));
    }
    takeStamp(id);
  }

  private void takeStamp(String id) {
    StoredObject object = store.get(key(id)).orElseThrow();
    assertThat(new String(object.body(), StandardCharsets.UTF_8)).startsWith("{\"_n\":");
    put(id, object, new byte[0]);
  }

  private void put(String id, StoredObject like, byte[] body) {
    store.put(
        key(id),
        new NewObject(body, like.head().contentType(), like.head().metadata()),
        Precondition.none());
  }

  @Override
  protected void down() {
    server.fail(any -> true, new S3Fault.Refuse(503, "SlowDown"));
  }

  @Override
  protected void up() {
    server.heal();
  }
}
