package io.s3db.content;

import io.s3db.store.Body;
import io.s3db.store.BodyException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** The bytes of a stream of the caller, which can be read once: a {@link Spool} keeps them. */
public final class OnceBody implements Body.Elsewhere {
  private static final long UNKNOWN = -1;

  private final InputStream stream;
  private final long length;
  private final AtomicBoolean read = new AtomicBoolean();

  private OnceBody(InputStream stream, long length) {
    this.stream = stream;
    this.length = length;
  }

  /** So many bytes of a stream, which is never closed. */
  public static OnceBody of(InputStream stream, long length) {
    if (length < 0) {
      throw new IllegalArgumentException("content of " + length + " bytes: at least 0 are needed");
    }
    return new OnceBody(stream, length);
  }

  /** All bytes of a stream, which is never closed. */
  public static OnceBody toTheEnd(InputStream stream) {
    return new OnceBody(stream, UNKNOWN);
  }

  /** How many bytes there are; -1 if that is seen at the end only. */
  @Override
  public long size() {
    return length;
  }

  @Override
  public InputStream open() throws IOException {
    if (!read.compareAndSet(false, true)) {
      throw new BodyException("The stream was read before, and can be read once", null);
    }
    InputStream open =
        new FilterInputStream(stream) {
          @Override
          public void close() {}
        };
    return length == UNKNOWN ? open : new ExactStream(open, "The stream", length, _ -> true);
  }
}
