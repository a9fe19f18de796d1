package io.s3db.record;

import io.s3db.store.ETag;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import io.s3db.store.StoredObject;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects as a store would give them back. */
final class Objects {
  private Objects() {}

  static StoredObject stored(NewObject object) {
    return stored(object.metadata(), object.body(), object.contentType());
  }

  static StoredObject stored(
      Map<String, String> metadata, byte[] body, @Nullable String contentType) {
    ObjectHead head =
        new ObjectHead(
            ObjectKey.of("resource=r/data/id=x"),
            new ETag("e"),
            Instant.EPOCH,
            body.length,
            contentType,
            metadata,
            Instant.EPOCH);
    return new StoredObject(head, body);
  }
}
