package io.s3db.write;

import io.s3db.store.Body;
import io.s3db.store.BodyException;
import io.s3db.store.ETag;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.OpenObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of an object in the state it was seen in, read when it is asked for. */
final class StoreBody implements Body.Elsewhere {
  private final ObjectStore store;
  private final ObjectKey key;
  private final ETag etag;
  private final long size;

  StoreBody(ObjectStore store, ObjectHead head) {
    this.store = store;
    this.key = head.key();
    this.etag = head.etag();
    this.size = head.size();
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream open() throws IOException {
    OpenObject object =
        store
            .open(key)
            .orElseThrow(() -> new BodyException("'" + key + "' is gone since it was seen", null));
    if (!object.head().etag().equals(etag)) {
      object.close();
      throw new BodyException("'" + key + "' changed since it was seen: ask for it again", null);
    }
    return new FilterInputStream(object.body()) {
      @Override
      public void close() throws IOException {
        object.close();
      }
    };
  }
}
