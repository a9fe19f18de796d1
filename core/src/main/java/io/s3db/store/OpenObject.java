package io.s3db.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object whose body is read from a stream. To be closed, also when the body was not read; that
 * ends a transfer that is under way.
 */
public final class OpenObject implements AutoCloseable {
  private final ObjectHead head;
  private final InputStream body;
  private final @Nullable StoredObject held;

  private OpenObject(ObjectHead head, InputStream body, @Nullable StoredObject held) {
    this.head = head;
    this.body = body;
    this.held = held;
  }

  /** An object that is in memory. */
  public static OpenObject of(StoredObject object) {
    return new OpenObject(object.head(), new ByteArrayInputStream(object.body()), object);
  }

  /** An object whose body comes from a stream that is closed with it. */
  public static OpenObject of(ObjectHead head, InputStream body) {
    return new OpenObject(head, body, null);
  }

  /** Everything but the body. */
  public ObjectHead head() {
    return head;
  }

  /** The body; every call gives the same stream. */
  public InputStream body() {
    return body;
  }

  /** The whole object, if it is in memory anyway. */
  public Optional<StoredObject> held() {
    return Optional.ofNullable(held);
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
