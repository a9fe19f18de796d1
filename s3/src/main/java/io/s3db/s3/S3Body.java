package io.s3db.s3;

import io.s3db.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The body of an answer: small ones are read within the attempt, so that one that breaks off is
 * asked for again; large ones are left to be read by the caller.
 *
 * @param answer all but the body
 * @param held the whole body, if it is small
 * @param large the body, if it is not; it must be closed
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once
record S3Body(GetObjectResponse answer, byte @Nullable [] held, @Nullable InputStream large) {
  static final ResponseTransformer<GetObjectResponse, S3Body> TRANSFORMER =
      new ResponseTransformer<>() {
        @Override
        public S3Body transform(GetObjectResponse answer, AbortableInputStream body)
            throws IOException {
          Long length = answer.contentLength();
          return length != null && length > ObjectStore.HELD_BYTES
              ? new S3Body(answer, null, new Ending(body))
              : new S3Body(answer, read(body), null);
        }

        // Small ones are closed here.
        @Override
        public boolean needsConnectionLeftOpen() {
          return true;
        }
      };

  private static byte[] read(AbortableInputStream body) throws IOException {
    boolean whole = false;
    try {
      byte[] bytes = body.readAllBytes();
      whole = true;
      return bytes;
    } catch (IOException e) {
      throw RetryableException.builder()
          .message("The answer broke off: " + e.getMessage())
          .cause(e)
          .build();
    } finally {
      if (whole) {
        body.close();
      } else {
        body.abort();
      }
    }
  }

  InputStream stream() {
    return large != null ? large : new ByteArrayInputStream(held == null ? new byte[0] : held);
  }

  /** Closed before its end it ends the transfer, instead of waiting for the rest. */
  private static final class Ending extends FilterInputStream {
    private final AbortableInputStream body;
    private boolean ended;

    Ending(AbortableInputStream body) {
      super(body);
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      ended |= read < 0;
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      ended |= read < 0;
      return read;
    }

    @Override
    public void close() throws IOException {
      if (ended) {
        super.close();
      } else {
        body.abort();
      }
    }
  }
}
