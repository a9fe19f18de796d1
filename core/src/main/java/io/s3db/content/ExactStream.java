package io.s3db.content;

import io.s3db.store.BodyException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.function.Predicate;

/**
 * A stream of exactly so many bytes, which are compared before the last of them is handed out:
 * whoever was promised a number of bytes has not got them all if they are not right.
 */
final class ExactStream extends FilterInputStream {
  private final String what;
  private final long size;
  private final MessageDigest digest = Digests.sha256();
  private final Predicate<byte[]> right;
  private long read;

  /**
   * Reads from a stream.
   *
   * @param what is read, for messages
   * @param right says whether the SHA-256 of all bytes is the one expected
   */
  ExactStream(InputStream in, String what, long size, Predicate<byte[]> right) {
    super(in);
    this.what = what;
    this.size = size;
    this.right = right;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (read == size) {
      return -1;
    }
    int more = next(bytes, offset, (int) Math.min(length, size - read));
    if (more < 0) {
      throw new BodyException(
          what + " ended after " + read + " bytes of the " + size + " it should have", null);
    }
    digest.update(bytes, offset, more);
    read += more;
    if (read == size && !right.test(digest.digest())) {
      throw new BodyException(what + " changed while it was stored", null);
    }
    return more;
  }

  private int next(byte[] bytes, int offset, int length) throws IOException {
    try {
      return in.read(bytes, offset, length);
    } catch (BodyException e) {
      throw e;
    } catch (IOException e) {
      throw new BodyException(what + " could not be read: " + e.getMessage(), e);
    }
  }

  @Override
  public long skip(long bytes) throws IOException {
    return readNBytes((int) Math.min(bytes, 1 << 16)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
